/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-control.h"

G_BEGIN_DECLS

/*
 * Where a program and its viewer meet: a folder of the user's own, in it the control page and a socket.
 *
 * One of the two makes both and listens, the other maps the page and connects: the viewer makes them for a
 * program that it starts, and a program that records of its own accord makes them for viewers to come.
 * All errors are of #GFileError.
 */
char      * ls_rendezvous_folder    (GError **error);
LsControl * ls_rendezvous_make_page (const char *path, GError **error);
LsControl * ls_rendezvous_map_page  (const char *path, GError **error);
void        ls_rendezvous_unmap     (LsControl *page);
int         ls_rendezvous_claim     (const char *path, GError **error);
int         ls_rendezvous_listen    (const char *path, GError **error);
int         ls_rendezvous_connect   (const char *path, GError **error);
int         ls_rendezvous_accept    (int listener);

G_END_DECLS

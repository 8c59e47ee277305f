/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-control.h"
#include "ls-entry.h"

G_BEGIN_DECLS

/*
 * LsLink: the viewer's end of the control page and of the socket that wakes the program.
 *
 * Both lie in a folder that only this user may enter, and are gone once the link is freed: a program that
 * has mapped the page keeps it, and sees the socket close.
 */
typedef struct _LsLink LsLink;

LsLink     * ls_link_new              (GError **error);       /* for a program to be started */
LsLink     * ls_link_attach           (const LsEntry *entry, GError **error);   /* to one that runs */
void         ls_link_free             (LsLink *self);

LsControl  * ls_link_get_control      (LsLink *self);
const char * ls_link_get_control_path (LsLink *self);
const char * ls_link_get_socket_path  (LsLink *self);

/* Takes the program's connection if there is one; whether the program has ever come. */
gboolean     ls_link_accept           (LsLink *self);

/* Of one that was attached to: whether the program has closed its end. */
gboolean     ls_link_is_cut           (LsLink *self);

/* Wakes a program that is stopped or in its poll, after a change of the page. */
void         ls_link_wake             (LsLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsLink, ls_link_free)

G_END_DECLS

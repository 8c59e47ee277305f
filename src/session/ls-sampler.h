/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-resolver.h"

G_BEGIN_DECLS

/**
 * ls_sampler_find_line:
 * @pid: a program whose main thread runs the loop
 * @file: (out) (transfer full): absolute
 * @line: (out): from 1
 *
 * Where a busy program is at this moment: the innermost function of its own, not of the engine's or the C
 * library's.  Its main thread is stopped for the few milliseconds of reading its stack.  A program that is blocked
 * in the kernel is left alone, since a stop could end what it waits for.
 *
 * Returns: whether it was found; not where it does not compute, may not be looked at or has no lines
 */
gboolean ls_sampler_find_line (LsResolver *resolver, GPid pid, char **file, guint *line);

G_END_DECLS

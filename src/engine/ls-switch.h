/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * ls-switch: going from one stack to another, and nothing else.
 *
 * A context is where on its own stack a suspended computation keeps its registers: those that a call
 * preserves, and the rounding and exception modes of the floating point units, which a callee must not
 * change either.  Signal masks are the thread's.
 */
typedef gpointer LsContext;

/**
 * ls_switch:
 * @from: (out): where this computation can be gone on with
 * @to: a context that is left by this, and must not be used again
 * @value: what the ls_switch() that made @to returns
 *
 * Returns: the @value of whoever switches back
 */
gpointer   ls_switch           (LsContext *from, LsContext to, gpointer value);

/**
 * ls_switch_prepare:
 * @high: the end of the free part of a stack
 * @low: its beginning
 * @func: what to run there; it must not return
 * @data: its argument
 *
 * Returns: a context that begins with @func
 */
LsContext  ls_switch_prepare   (gpointer high, gpointer low, void (*func) (gpointer), gpointer data);

G_END_DECLS

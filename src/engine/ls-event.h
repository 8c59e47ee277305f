/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsEvent:
 *
 * Something that happens once, until it is cleared, and that any number of tasks wait for.
 *
 * asyncio: Event.
 */
typedef struct _LsEvent LsEvent;

/* The keyword arguments of Event(): a name for the window. */
typedef struct { const char *name; } LsEventOptions;

/* Returns: (transfer full): an event that is not set; `.name = "…"` */
#define ls_event_new(...) ls_event_new_with (&(const LsEventOptions) { __VA_ARGS__ })
LsEvent   *ls_event_new_with   (const LsEventOptions *options);

LsEvent   *ls_event_ref        (LsEvent *event);
void       ls_event_unref      (LsEvent *event);
guint32    ls_event_get_id     (LsEvent *event);
gboolean   ls_event_is_set     (LsEvent *event);

/* Wakes all who wait, which go on even if it is cleared before they run. */
void       ls_event_set        (LsEvent *event);
void       ls_event_clear      (LsEvent *event);

/* Suspends only where it is not set.  FALSE when CancelledError was raised. */
gboolean   ls_event_wait       (LsEvent *event, GError **error);

/* wait() as a coroutine object, for ls_wait_for().  (transfer floating) */
LsCoro    *ls_event_wait_coro  (LsEvent *event);

LsValue    ls_event_value      (LsEvent *event);
LsEvent   *ls_value_get_event  (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsEvent, ls_event_unref)

G_END_DECLS

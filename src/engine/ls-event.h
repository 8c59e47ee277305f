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

/**
 * ls_event_new:
 * @...: keyword arguments: `.name = "…"`
 *
 * Never suspends.  asyncio: "Synchronization Primitives", Event().
 *
 * Returns: (transfer full): an event that is not set
 */
#define ls_event_new(...) ls_event_new_with (&(const LsEventOptions) { __VA_ARGS__ })

/**
 * ls_event_new_with:
 * @options: the keyword arguments, copied
 *
 * What ls_event_new() expands to.
 *
 * Returns: (transfer full): an event that is not set
 */
LsEvent   *ls_event_new_with   (const LsEventOptions *options);

/**
 * ls_event_ref:
 * @event: an event
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @event
 */
LsEvent   *ls_event_ref        (LsEvent *event);

/**
 * ls_event_unref:
 * @event: an event
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void       ls_event_unref      (LsEvent *event);

/**
 * ls_event_get_id:
 * @event: an event
 *
 * Returns: its number, under which traces and the window know it
 */
guint32    ls_event_get_id     (LsEvent *event);

/**
 * ls_event_is_set:
 * @event: an event
 *
 * Returns: whether it is set
 */
gboolean   ls_event_is_set     (LsEvent *event);

/**
 * ls_event_set:
 * @event: an event
 *
 * Sets it and wakes all who wait, which go on even if it is cleared before they run.  Never
 * suspends.  asyncio: "Synchronization Primitives", Event.set().
 */
void       ls_event_set        (LsEvent *event);

/**
 * ls_event_clear:
 * @event: an event
 *
 * Makes it one that is not set, so that who waits from now on is suspended.  Never suspends.
 * asyncio: "Synchronization Primitives", Event.clear().
 */
void       ls_event_clear      (LsEvent *event);

/**
 * ls_event_wait:
 * @event: an event
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Waits until it is set.  May suspend: only where it is not set.  asyncio: "Synchronization
 * Primitives", Event.wait().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean   ls_event_wait       (LsEvent *event, GError **error);

/**
 * ls_event_wait_coro:
 * @event: an event, referenced
 *
 * ls_event_wait() as a coroutine object, for ls_wait_for() and ls_create_task(): its result is
 * True.  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro    *ls_event_wait_coro  (LsEvent *event);

/**
 * ls_event_value:
 * @event: an event, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue    ls_event_value      (LsEvent *event);

/**
 * ls_value_get_event:
 * @value: a value that holds an event
 *
 * Returns: (transfer none): the event, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsEvent   *ls_value_get_event  (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsEvent, ls_event_unref)

G_END_DECLS

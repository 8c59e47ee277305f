/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-control.h"
#include "ls-sites.h"

G_BEGIN_DECLS

/*
 * LsDebuggee: the program's side of the control page.
 *
 * Stops the thread that reaches a trace point when the viewer wants it, by waiting in poll() for the
 * viewer's socket; when that closes, the program is on its own and runs on.
 */
typedef struct _LsDebuggee LsDebuggee;

/* What the viewer asks for and only the engine can do. */
typedef struct
{
  void (*cancel_task) (guint32 task);
  void (*set_pace)    (double pace);
  void (*add_stopped) (gint64 ns);       /* the program stood still */
} LsDebuggeeFuncs;

struct _LsDebuggee
{
  LsControl             *page;
  const LsDebuggeeFuncs *funcs;
  LsSites               *sites;
  int                    socket;         /* -1: nobody at the other end */
  int                    listener;       /* of a host, on which viewers come and go; -1: there is the one viewer */
  int                    wake;           /* an eventfd: there is something to do that no byte tells of */
  int                    watch;          /* an epoll of the three: what the loop polls */
  GMutex                 lock;           /* held while stopped, so that other loops stop too */
  guint32                cancel;         /* task to be cancelled, taken from the page */
  guint32                pace;           /* last set */
  guint32                generation;     /* of the breakpoints that `flags` is about */
  GByteArray            *flags;          /* by site id less one: whether there is a breakpoint */
};

LsDebuggee * ls_debuggee_new        (const char *page, const char *socket, LsSites *sites,
                                     const LsDebuggeeFuncs *funcs, GError **error);
LsDebuggee * ls_debuggee_new_host   (const char *page, const char *socket, LsSites *sites,
                                     const LsDebuggeeFuncs *funcs, GError **error);
void         ls_debuggee_end        (LsDebuggee *self);
void         ls_debuggee_abandon    (LsDebuggee *self);
void         ls_debuggee_free       (LsDebuggee *self);

void         ls_debuggee_check      (LsDebuggee *self, const LsRecord *record, guint64 seq);
int          ls_debuggee_get_fd     (LsDebuggee *self);
void         ls_debuggee_command    (LsDebuggee *self);

void         ls_debuggee_set_state  (LsDebuggee *self, LsProgramState state, gint64 now);
gboolean     ls_debuggee_is_kept    (LsDebuggee *self, gint64 since);
void         ls_debuggee_set_turn   (LsDebuggee *self, guint32 task, gint64 since, gint64 now);

/* To be called after each event: publishes how many there are; tells whether ls_debuggee_check() must be called. */
static inline gboolean
ls_debuggee_publish (LsDebuggee *self, guint64 n_events)
{
  __atomic_store_n (&self->page->n_events, n_events, __ATOMIC_RELAXED);
  return __atomic_load_n (&self->page->gate, __ATOMIC_ACQUIRE) != LS_GATE_RUN;
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-enums.h"
#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsSession: one program under Loopscope, or one saved trace.
 *
 * Starts the program as a process of its own, reads its trace as it grows, and stops, steps and commands
 * it through the control page.  For a saved trace there is no program: the same object, always ended.
 */
#define LS_TYPE_SESSION (ls_session_get_type ())
G_DECLARE_FINAL_TYPE (LsSession, ls_session, LS, SESSION, GObject)

#define LS_SESSION_ERROR (ls_session_error_quark ())
GQuark ls_session_error_quark (void);

typedef enum
{
  LS_SESSION_ERROR_NOT_FOUND,      /* no such program or example */
  LS_SESSION_ERROR_NOT_EXECUTABLE,
  LS_SESSION_ERROR_NO_ENGINE,      /* it ran and ended, or runs, without ever recording */
  LS_SESSION_ERROR_START,
  LS_SESSION_ERROR_NOT_RECORDING   /* it runs, and cannot be attached to */
} LsSessionError;

typedef enum
{
  LS_LIFE_STARTING, LS_LIFE_RUNNING, LS_LIFE_PAUSING, LS_LIFE_PAUSED, LS_LIFE_ENDED
} LsLife;

typedef struct
{
  const char * const *argv;       /* program and arguments */
  const char *example;            /* (nullable) catalogue name */
  const char *trace_path;         /* (nullable): a file in the cache folder */
  const char *folder;             /* (nullable): where it is run; our own current folder */
  const char *script;             /* (nullable): of Python: the path of which the script in @argv is a copy */
  LsClockKind clock;
  gint64      seed;               /* -1: the program's own */
  double      interrupt_at;       /* loop seconds at which Ctrl-C comes by itself; 0: never */
  gboolean    stop_at_start;      /* stop at the first step instead of running on */
  gboolean    passthrough;        /* hand over our own stdin, stdout, stderr; else a pty */
  gboolean    is_open;            /* viewers may attach to it; who starts it gives it no commands */
  gboolean    unwatched;          /* record only: no model is kept */
  gboolean    locals;             /* of Python: record locals at each suspension */
  gboolean    no_values;          /* of Python: record no values */
  guint64     limit;              /* bytes of trace to keep; 0: as many as by default */
  const char *keep_on;            /* (nullable): the trace is removed at a clean end; when to keep copies */
} LsLaunch;

/*
 * Signals: "status-changed" (life, running task, exit status, all read); the model is kept up to date on the main
 * context.  Commands act on a living program; on an ended one they do nothing.
 */
LsSession  * ls_session_launch        (const LsLaunch *launch, GError **error);
LsSession  * ls_session_attach        (gint64 pid, GError **error);   /* to one that records already */
gboolean     ls_session_check_attach  (gint64 pid, GError **error);   /* does it?  May wait for it to begin */
void         ls_session_prepare_attach (gint64 pid, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean     ls_session_prepare_attach_finish (GAsyncResult *result, GError **error);
LsSession  * ls_session_open          (const char *trace_path, GError **error);
LsSession  * ls_session_open_unwatched (const char *trace_path, GError **error);   /* without a model */

LsTraceReader * ls_session_get_reader (LsSession *self);      /* (nullable): nothing is recorded yet */
LsModel    * ls_session_get_model     (LsSession *self);      /* (nullable): unwatched; or with passthrough, while nothing is recorded */
char       * ls_session_explain_silence (LsSession *self);    /* (nullable): why nothing is recorded */
const char * ls_session_get_trace_path (LsSession *self);
gboolean     ls_session_is_attached   (LsSession *self);      /* to a program that others have started */
gboolean     ls_session_is_let_go     (LsSession *self);      /* and that ran on when the session was closed */
gboolean     ls_session_is_recorded   (LsSession *self);      /* a saved trace: never had a program */
void         ls_session_read_all      (LsSession *self);      /* of a saved trace, at once */
gboolean     ls_session_has_lines     (LsSession *self);      /* it can be stepped by source lines, or was */
gboolean     ls_session_is_settled    (LsSession *self);      /* ended, and all of it is in the model */
GPid         ls_session_get_pid       (LsSession *self);      /* 0 once ended */
LsLife       ls_session_get_life      (LsSession *self);
LsClockKind  ls_session_get_clock     (LsSession *self);
int          ls_session_get_wait_status (LsSession *self);    /* of waitpid(), once ended */
char       * ls_session_describe_end  (LsSession *self);      /* (nullable): "killed by signal 9 (SIGKILL)", "exit code 1"; NULL for a clean end */
char       * ls_session_explain_end   (LsSession *self);      /* (nullable): of a clean end that left the loop as it was */
char       * ls_describe_status       (int wait_status);      /* the same words, for any process */
GPtrArray  * ls_session_get_notes     (LsSession *self);      /* sentences: damage, modules without lines */
char       * ls_session_get_terminal  (LsSession *self);      /* what the program wrote to its pty */
guint32      ls_session_get_holder    (LsSession *self, gint64 *since);   /* the task that holds the loop, monotonic µs since when; 0: none */
gboolean     ls_session_find_holder_line (LsSession *self, const char **file, guint *line);
gboolean     ls_session_is_polling    (LsSession *self);      /* alive, in its poll: waits for a time or for something outside */

/* What the program does next.  No-ops once it has ended. */
void         ls_session_run           (LsSession *self);                              /* until paused */
void         ls_session_pause         (LsSession *self);
void         ls_session_step          (LsSession *self, LsGrain grain, guint count);
void         ls_session_run_to_turn   (LsSession *self, guint32 task);
void         ls_session_cancel_task   (LsSession *self, guint32 task);
void         ls_session_set_pace      (LsSession *self, guint loop_ms_per_second);
void         ls_session_interrupt     (LsSession *self);                              /* Ctrl-C */
void         ls_session_kill          (LsSession *self);
void         ls_session_write_input   (LsSession *self, const char *text);            /* to its terminal */

/* Breakpoints by source line; the line may move to the next engine call of the function. */
guint        ls_session_set_breakpoint   (LsSession *self, const char *file, guint line);   /* the line it took, 0: none */
void         ls_session_clear_breakpoint (LsSession *self, const char *file, guint line);
gboolean     ls_session_is_at_breakpoint (LsSession *self);   /* paused because of one */

/* Ends the program if we started it, resolves what is unresolved, and leaves the trace whole. */
void         ls_session_close         (LsSession *self);
gboolean     ls_session_save          (LsSession *self, const char *path, GError **error);
gboolean     ls_session_check_target  (const char *path, GError **error);   /* could a trace be saved there? */

G_END_DECLS

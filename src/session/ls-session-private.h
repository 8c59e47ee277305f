/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-child.h"
#include "ls-link.h"
#include "ls-resolver.h"
#include "ls-session.h"

G_BEGIN_DECLS

/* A breakpoint that was set: code ranges are asked of the debug information once. */
typedef struct
{
  char   *file;
  guint   line;
  guint   taken;
  GArray *ranges;              /* LsBreakRange */
} LsBreakpoint;

struct _LsSession
{
  GObject      parent_instance;

  char        *trace_path;
  LsTraceReader *reader;       /* (nullable): nothing is recorded yet */
  LsModel     *model;          /* of reader; (nullable) also where nobody looks */
  GSource     *tick;           /* (nullable): all has been read, and nothing more will come */
  gint64       quick_until;    /* monotonic µs until which to look often: a command was given */

  /* of a program; all NULL for a saved trace */
  char        *program;        /* path of what was started */
  gboolean     is_python;      /* it is an interpreter, which loads the probe */
  char        *script;         /* (nullable): the path of which the text that is executed is a copy */
  char        *script_copy;    /* (nullable): that copy's */
  char         obstacle;       /* the option that keeps the probe out; 0: none */
  LsClockKind  clock;
  LsChild     *child;
  LsEntry     *entry;          /* (nullable): instead of a child, the program we attached to */
  LsLink      *link;
  gboolean     is_let_go;      /* which ran on when we left */
  gboolean     has_come;       /* it has connected */
  gboolean     is_passthrough;
  gboolean     is_unwatched;   /* nobody looks: there is no model */
  gboolean     wants_stop;     /* it was told to stop */
  GArray      *cancels;        /* guint32: tasks to cancel that the page has had no room for */

  LsLife       life;           /* what the model has caught up with */

  /* what "status-changed" told last */
  LsLife       told_life;
  gboolean     told_polling;
  guint32      told_holder;

  /* where who holds the loop was seen last */
  gint64       sampled_turn;   /* monotonic µs: begin of the turn */
  gint64       sampled_at;     /* monotonic µs */
  char        *sampled_file;   /* (nullable) */
  guint        sampled_line;   /* 0: not found */

  /* sites */
  LsResolver  *resolver;       /* (nullable): made when first needed */
  guint32      n_sites_seen;   /* ids up to this one were looked at */
  GArray      *resolved;       /* LsSite: what was found that the trace does not say; strings in `strings` */
  GStringChunk *strings;
  GHashTable  *poor_modules;   /* path: LsDebugInfo, of those met that have no lines */
  gboolean     are_resolutions_written;

  GPtrArray   *breakpoints;    /* LsBreakpoint */
};

/* ls-session.c */
LsControl * ls_session_get_control      (LsSession *self);   /* (nullable): no program, or an ended one */
void        ls_session_emit_status_changed (LsSession *self);

/* ls-session-open.c */
LsClockKind ls_session_find_clock       (LsSession *self);

/* ls-session-watch.c */
#define LS_SESSION_BUDGET (8 * 1000)    /* µs of a frame spent on reading */
LsProgramState ls_session_get_state     (LsSession *self);
gboolean    ls_session_has_program_ended (LsSession *self);
gboolean    ls_session_open_trace       (LsSession *self, GError **error);
gboolean    ls_session_read_on          (LsSession *self, gint64 budget);     /* µs, -1: no limit; whether there is more */
void        ls_session_accept           (LsSession *self);
void        ls_session_start_ticking    (LsSession *self);
void        ls_session_hurry            (LsSession *self);
void        ls_session_settle           (LsSession *self);

/* ls-session-commands.c */
void        ls_session_pass_cancel      (LsSession *self);

/* ls-session-sites.c */
LsResolver * ls_session_get_resolver    (LsSession *self);
gboolean    ls_session_resolve_sites    (LsSession *self, gint64 deadline);   /* monotonic µs, -1: none; whether some are left */
gboolean    ls_session_write_resolutions (LsSession *self, const char *path, GError **error);

/* ls-launch.c */
char      * ls_launch_find_program      (const char *name, GError **error);
char     ** ls_launch_get_environment   (const LsLaunch *launch, const char *trace_path, LsLink *link);
char      * ls_launch_prepare_trace     (const LsLaunch *launch, GError **error);   /* its path, writable */

/* ls-session-breakpoints.c */
void        ls_breakpoint_free          (LsBreakpoint *self);


G_END_DECLS

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The event vocabulary: what a trace can say.  FORMAT.md describes it field by field for those who
 * write a producer in another language; this table is what the code is built from, so the two are
 * compared by a test.
 *
 * Columns: name, word in a dump, id space of `subject`, use of `detail`, `a`, `b`, `value`.
 * Ids and enumerations (LsWaitKind ...) are those of src/engine/ls-tracer.h.  "string" is an id in the
 * trace's string table, "site" one in its site table.  `value` is typed by the record's tag.  Who did
 * it is not recorded: it is the task (or callback) that runs.
 */
#define LS_EVENTS(X)                                                                                                                                   \
  X (LOOP_CREATED,         "loop-created",         LOOP,   "",            "",              "",             "string: real, paced or instant")            \
  X (LOOP_STARTED,         "loop-started",         LOOP,   "",            "",              "",             "")                                          \
  X (LOOP_STOPPED,         "loop-stopped",         LOOP,   "",            "",              "",             "")                                          \
  X (LOOP_CLOSED,          "loop-closed",          LOOP,   "",            "",              "",             "")                                          \
  X (ITERATION,            "iteration",            LOOP,   "",            "",              "",             "int: number, from 1")                       \
  X (POLL,                 "poll",                 LOOP,   "",            "timers armed",  "",             "double: timeout in seconds; none: for ever") \
  X (POLLED,               "polled",               LOOP,   "",            "descriptors ready", "",         "int: loop ns waited")                       \
  X (BLOCKING,             "blocking",             FUTURE, "",            "",              "",             "double: seconds the call will block")       \
  X (CORO_CREATED,         "coro-created",         CORO,   "",            "name string",   "arguments",    "")                                          \
  X (CORO_ARG,             "coro-arg",             CORO,   "",            "index",         "name string",  "the argument")                              \
  X (CORO_CLOSED,          "coro-closed",          CORO,   "",            "",              "",             "")                                          \
  X (CORO_NEVER_AWAITED,   "coro-never-awaited",   CORO,   "",            "",              "",             "")                                          \
  X (TASK_CREATED,         "task-created",         FUTURE, "",            "name string",   "coro",         "")                                          \
  X (TASK_RENAMED,         "task-renamed",         FUTURE, "",            "name string",   "",             "")                                          \
  X (TASK_READY,           "task-ready",           FUTURE, "LsReadyCause", "handle",       "future",       "")                                          \
  X (TURN,                 "turn",                 FUTURE, "",            "handle",        "",             "int: turn of this task, from 1")            \
  X (FRAME,                "frame",                FUTURE, "",            "depth, outermost 0", "coro",    "string: function, where no coro")           \
  X (TASK_SUSPENDED,       "task-suspended",       FUTURE, "LsWaitKind",  "object: sync, task or count", "future", "")                                  \
  X (CANCEL_REQUESTED,     "cancel-requested",     FUTURE, "1: by the debugger", "message string", "",     "")                                          \
  X (CANCEL_DELIVERED,     "cancel-delivered",     FUTURE, "",            "",              "",             "")                                          \
  X (TASK_DONE,            "task-done",            FUTURE, "LsOutcome",   "exception string", "",          "result")                                    \
  X (FUTURE_CREATED,       "future-created",       FUTURE, "LsFutureKind", "name string",  "object",       "")                                          \
  X (FUTURE_CHILD,         "future-child",         FUTURE, "",            "child future",  "index",        "")                                          \
  X (FUTURE_AWAITED,       "future-awaited",       FUTURE, "LsFutureKind", "task",         "",             "")                                          \
  X (FUTURE_RESOLVED,      "future-resolved",      FUTURE, "LsOutcome",   "exception string", "LsFutureKind", "result")                                 \
  X (HANDLE_SCHEDULED,     "handle-scheduled",     HANDLE, "",            "callback string", "task",       "")                                          \
  X (HANDLE_RUN,           "handle-run",           HANDLE, "",            "",              "",             "")                                          \
  X (HANDLE_CANCELLED,     "handle-cancelled",     HANDLE, "",            "",              "",             "")                                          \
  X (TIMER_ARMED,          "timer-armed",          HANDLE, "",            "callback string", "future",     "double: deadline in loop seconds")          \
  X (TIMER_FIRED,          "timer-fired",          HANDLE, "",            "",              "",             "")                                          \
  X (TIMER_CANCELLED,      "timer-cancelled",      HANDLE, "",            "",              "",             "")                                          \
  X (QUEUE_CREATED,        "queue-created",        SYNC,   "LsQueueKind", "name string",   "",             "int: maxsize, 0 for none")                  \
  X (QUEUE_ITEM_PUT,       "queue-put",            SYNC,   "",            "item",          "unfinished",   "the item")                                  \
  X (QUEUE_ITEM_GOT,       "queue-get",            SYNC,   "",            "item",          "",             "the item")                                  \
  X (QUEUE_TASK_DONE,      "queue-task-done",      SYNC,   "",            "",              "unfinished",   "")                                          \
  X (QUEUE_PARKED,         "queue-parked",         SYNC,   "LsQueueSide", "task",          "future",       "the item, for a put")                       \
  X (QUEUE_WOKEN,          "queue-woken",          SYNC,   "LsQueueSide", "task",          "future",       "")                                          \
  X (QUEUE_LEFT,           "queue-left",           SYNC,   "LsQueueSide", "task",          "future",       "")                                          \
  X (SYNC_CREATED,         "sync-created",         SYNC,   "LsSyncKind",  "name string",   "",             "int: permits, parties or 0")                \
  X (SYNC_ACQUIRED,        "sync-acquired",        SYNC,   "",            "task",          "",             "int: permits left")                         \
  X (SYNC_PARKED,          "sync-parked",          SYNC,   "",            "task",          "future",       "")                                          \
  X (SYNC_WOKEN,           "sync-woken",           SYNC,   "",            "task",          "future",       "")                                          \
  X (SYNC_RELEASED,        "sync-released",        SYNC,   "",            "task",          "",             "int: permits left")                         \
  X (FD_WATCHED,           "fd-watched",           HANDLE, "1 read, 2 write", "descriptor", "future",      "")                                          \
  X (FD_READY,             "fd-ready",             HANDLE, "1 read, 2 write", "descriptor", "",            "")                                          \
  X (FD_UNWATCHED,         "fd-unwatched",         HANDLE, "1 read, 2 write", "descriptor", "",            "")                                          \
  X (CHILD_WATCHED,        "child-watched",        HANDLE, "",            "child ordinal", "future",       "")                                          \
  X (CHILD_EXITED,         "child-exited",         HANDLE, "",            "child ordinal", "",             "int: wait status")                          \
  X (JOB_SUBMITTED,        "job-submitted",        FUTURE, "",            "name string",   "",             "")                                          \
  X (JOB_STARTED,          "job-started",          FUTURE, "",            "worker ordinal", "",            "")                                          \
  X (JOB_DONE,             "job-done",             FUTURE, "LsOutcome",   "worker ordinal", "",            "")                                          \
  X (SIGNAL,               "signal",               NONE,   "",            "number",        "",             "")                                          \
  X (OUTPUT,               "output",               FUTURE, "1 stdout, 2 stderr", "",       "",             "string: the text")                          \
  X (SOURCE_LINE,          "source-line",          FUTURE, "",            "",              "",             "")                                          \
  X (LOCAL,                "local",                FUTURE, "frame depth", "name string",   "",             "the value")                                 \
  X (WARNING,              "warning",              NONE,   "",            "category string", "",           "string: the text")                          \
  X (EXCEPTION_HANDLER,    "exception-handler",    FUTURE, "",            "message string", "",            "string: the exception")                     \
  X (COMMAND,              "command",              FUTURE, "LsCommand",   "",              "",             "")                                          \
  X (DROPPED,              "dropped",              NONE,   "",            "",              "",             "int: how many")                             \
  X (SNAPSHOT_BEGIN,       "snapshot-begin",       NONE,   "",            "",              "",             "")                                          \
  X (SNAPSHOT_END,         "snapshot-end",         NONE,   "",            "",              "",             "")                                          \
  X (GENERATOR_RESUMED,    "generator-resumed",    CORO,   "LsGeneratorCall", "task",          "",             "")                                          \
  X (GENERATOR_PAUSED,     "generator-paused",     CORO,   "",            "",              "",             "the value it yields")

/* 0 is an unused record, 1 the record that sets time and sequence number; neither is an event. */
typedef enum
{
  LS_EVENT_UNUSED = 0,
  LS_EVENT_BASE = 1,
#define X(name, ...) LS_EVENT_##name,
  LS_EVENTS (X)
#undef X
  LS_N_EVENTS
} LsEventKind;

typedef enum
{
  LS_SPACE_NONE, LS_SPACE_LOOP, LS_SPACE_FUTURE, LS_SPACE_HANDLE, LS_SPACE_CORO, LS_SPACE_SYNC
} LsIdSpace;

/* The type of a record's value.  The object types hold an id of their space. */
typedef enum
{
  LS_TAG_NONE, LS_TAG_BOOL, LS_TAG_INT, LS_TAG_DOUBLE, LS_TAG_STRING,   /* string: id; shown quoted as Python's repr */
  LS_TAG_LIST,           /* number of elements */
  LS_TAG_ERROR,          /* string id: "ValueError: text" */
  LS_TAG_FUTURE, LS_TAG_TASK, LS_TAG_CORO, LS_TAG_QUEUE, LS_TAG_SYNC, LS_TAG_LOOP,
  LS_TAG_POINTER,        /* ordinal of the address among those recorded */
  LS_TAG_TEXT            /* string id: already a printed form, shown as it is (Python's bounded repr) */
} LsTag;

/* What the debugger may ask of a program, recorded as a COMMAND when it acts. */
typedef enum { LS_COMMAND_CANCEL, LS_COMMAND_PAUSE, LS_COMMAND_RESUME, LS_COMMAND_INTERRUPT } LsCommand;

/* One record of an event block: 32 bytes, little-endian. */
typedef struct
{
  guint8  kind;          /* LsEventKind */
  guint8  detail;
  guint8  loop;          /* ordinal of the loop, from 1; 0 none */
  guint8  tag;           /* LsTag of value */
  guint32 dt;            /* loop ns since the record before it in the block */
  guint32 site;
  guint32 subject;
  guint32 a;
  guint32 b;
  guint64 value;         /* by tag; a double by its bits */
} LsRecord;

G_STATIC_ASSERT (sizeof (LsRecord) == 32);

/* An event as the reader gives it. */
typedef struct
{
  guint64     seq;       /* its number in the trace, from 0 */
  gint64      time;      /* loop time in ns */
  gint64      wall;      /* wall time in ns since the trace began, of the last clock reading before it; -1 unknown */
  guint32     thread;    /* ordinal of the thread that wrote it, from 1 */
  LsRecord    rec;
} LsEvent;

/* The grains by which a program is stepped and a trace is walked.  Lines are recorded by Python programs alone, and only
 * where one stops at them. */
typedef enum
{
  LS_GRAIN_EVENT, LS_GRAIN_STEP, LS_GRAIN_TURN, LS_GRAIN_ITERATION, LS_GRAIN_TIMER, LS_GRAIN_LINE, LS_N_GRAINS
} LsGrain;

/**
 * ls_record_ends:
 * @rec: a record
 * @grain: a grain
 *
 * Whether @rec is the last event of a unit of @grain: a *step* ends at each event that changes what the
 * stage shows, so what leads up to that event belongs to its step.  The one definition that the
 * program's stepping and the model's counting share.
 */
gboolean     ls_record_ends       (const LsRecord *rec, LsGrain grain);

const char * ls_event_kind_name   (LsEventKind kind);   /* "task-created" */
LsIdSpace    ls_event_kind_space  (LsEventKind kind);
double       ls_record_get_double (const LsRecord *rec);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/wait.h>

/* What comes from outside the loop, or goes there: descriptors, children, workers, signals; and generators. */

/* The future that a watch resolves is found by its handle, while it is there. */
static guint32
get_watched (LsTelling *telling)
{
  const LsState *before = ls_model_get_described (telling->model, telling->event->seq);
  guint32 future = 0;

  for (guint i = 0; i < before->watches->len; i++)
    if (g_array_index (before->watches, LsWatchState, i).id == telling->rec->subject)
      future = g_array_index (before->watches, LsWatchState, i).future;
  telling->state = ls_model_get_described (telling->model, telling->event->seq + 1);

  return future;
}

static void
explain_watch (LsTelling *telling)
{
  guint32 waiter = ls_tell_find_waiter (telling, get_watched (telling));

  telling->about = waiter;
  if (waiter != 0)
    telling->why = g_strdup_printf (_("%s waits for that: it is woken in this iteration and runs "
                                      "in the next."), ls_tell_name (telling, waiter));
  else
    telling->why = g_strdup (_("Its callback joins the ready queue and runs in this iteration."));
}

void
ls_tell_descriptor_ready (LsTelling *telling)
{
  explain_watch (telling);
  telling->what = g_strdup_printf (telling->rec->detail == 2
                                   ? _("Descriptor %u can be written to.")
                                   : _("Descriptor %u can be read."), telling->rec->a);
}

void
ls_tell_child_exited (LsTelling *telling)
{
  int status = telling->rec->tag == LS_TAG_INT ? (int) telling->rec->value : 0;
  guint child = telling->rec->a;

  explain_watch (telling);
  if (WIFSIGNALED (status))
    telling->what = g_strdup_printf (_("Child process %1$u was ended by signal %2$d, %3$s."), child,
                                     WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else
    telling->what = g_strdup_printf (_("Child process %1$u has ended with exit code %2$d."), child,
                                     WEXITSTATUS (status));
}

void
ls_tell_job_submitted (LsTelling *telling)
{
  g_autofree char *job = ls_model_get_work_name (telling->model, telling->rec->subject);
  guint32 actor = ls_tell_actor (telling);

  telling->about = actor;
  if (actor != 0)
    telling->what = g_strdup_printf (_("%1$s hands %2$s to a worker."),
                                     ls_tell_name (telling, actor), job);
  else
    telling->what = g_strdup_printf (_("%s is handed to a worker."), job);
  telling->why = g_strdup (_("It begins when a worker is free, and runs beside the loop: that stays "
                             "free for others."));
}

/* At whose request a job is done, for its colour; or 0. */
static guint32
get_client (LsTelling *telling)
{
  const LsState *before = ls_model_get_described (telling->model, telling->event->seq);
  const LsJobState *job = ls_state_get_job (before, telling->rec->subject);
  guint32 task = job != NULL ? job->task : 0;

  telling->state = ls_model_get_described (telling->model, telling->event->seq + 1);
  return task;
}

void
ls_tell_job_started (LsTelling *telling)
{
  g_autofree char *job = ls_model_get_work_name (telling->model, telling->rec->subject);

  telling->about = get_client (telling);
  telling->what = g_strdup_printf (_("Worker %1$u begins %2$s."), telling->rec->a, job);
  telling->why = g_strdup (_("It runs at the same time as the loop, which need not wait for it."));
}

void
ls_tell_job_done (LsTelling *telling)
{
  g_autofree char *job = ls_model_get_work_name (telling->model, telling->rec->subject);
  guint32 waiter;
  LsWaitKind how;

  telling->about = get_client (telling);
  waiter = ls_model_get_awaiter (telling->model, telling->state, telling->rec->subject, &how);
  if (telling->rec->detail == LS_OUTCOME_EXCEPTION)
    telling->what = g_strdup_printf (_("%2$s fails on worker %1$u."), telling->rec->a, job);
  else if (telling->rec->detail == LS_OUTCOME_CANCELLED)
    telling->what = g_strdup_printf (_("%s is cancelled before a worker begins it."), job);
  else
    telling->what = g_strdup_printf (_("Worker %1$u has done %2$s."), telling->rec->a, job);
  if (waiter != 0 && how != LS_WAIT_THREAD)
    telling->why = g_strdup_printf (_("It tells the loop. %s waits for it, and perhaps for others."),
                                    ls_tell_name (telling, waiter));
  else if (waiter != 0)
    telling->why = g_strdup_printf (_("It tells the loop, which will wake %s."),
                                    ls_tell_name (telling, waiter));
  else
    telling->why = g_strdup (_("It tells the loop."));
}

void
ls_tell_signal (LsTelling *telling)
{
  int number = (int) MIN (telling->rec->a, G_MAXINT);

  if (number != SIGINT)
    {
      telling->what = g_strdup_printf (_("The program gets signal %1$d, %2$s."), number,
                                       g_strsignal (number));
      return;
    }
  telling->what = g_strdup (_("The program gets Ctrl-C."));
  telling->why = g_strdup (_("run() makes a cancel() of the main task of it."));
}

/* It gets an exception at the yield where it is paused: athrow() and aclose() do that. */
static void
tell_thrown (LsTelling *telling, const char *task, const char *name)
{
  if (telling->rec->detail == LS_GENERATOR_CLOSE)
    {
      telling->what = g_strdup_printf (_("%1$s closes the generator %2$s."), task, name);
      telling->why = g_strdup_printf (_("GeneratorExit is raised at the yield where it is paused, so that "
                                        "it cleans up and ends. It does so in the turn of %s."), task);
      return;
    }
  telling->what = g_strdup_printf (_("%1$s throws an exception into %2$s."), task, name);
  telling->why = g_strdup_printf (_("It is raised at the yield where the generator is paused, which goes on "
                                    "from there in the turn of %s, as far as its next yield or its end."),
                                  task);
}

void
ls_tell_generator_resumed (LsTelling *telling)
{
  const LsGeneratorState *generator = ls_state_get_generator (telling->state,
                                                              telling->rec->subject);
  g_autofree char *name = ls_model_format_coro (telling->model, telling->rec->subject);
  const char *task = ls_tell_name (telling, telling->rec->a);

  telling->about = telling->rec->a;
  if (telling->rec->detail != LS_GENERATOR_NEXT)
    {
      tell_thrown (telling, task, name);
      return;
    }
  if (generator == NULL || generator->n_items > 0)
    telling->what = g_strdup_printf (_("%1$s asks %2$s for its next item."), task, name);
  else
    telling->what = g_strdup_printf (_("%1$s asks the generator %2$s for its first item."), task,
                                     name);
  telling->why = g_strdup_printf (_("The generator goes on in the turn of %s, as far as its next "
                                    "yield: it is no task of its own."), task);
}

void
ls_tell_generator_paused (LsTelling *telling)
{
  const LsGeneratorState *generator = ls_state_get_generator (telling->state,
                                                              telling->rec->subject);
  g_autofree char *name = ls_model_format_coro (telling->model, telling->rec->subject);
  g_autofree char *value = ls_model_format_value (telling->model, telling->rec->tag,
                                                  telling->rec->value);
  guint32 task = generator != NULL ? generator->task : 0;

  telling->about = task;
  if (task == 0)
    {
      telling->what = g_strdup_printf (_("%1$s yields %2$s."), name, value);
      return;
    }
  telling->what = g_strdup_printf (_("%1$s yields %2$s to %3$s."), name, value,
                                   ls_tell_name (telling, task));
  telling->why = g_strdup_printf (_("It is paused there until it is asked again. %s keeps running, "
                                    "and nobody else gets a turn."), ls_tell_name (telling, task));
}

static void
tell_thread (LsTelling *telling, const LsTaskState *task)
{
  const LsJobState *job = ls_state_get_job (telling->state, task->future);
  g_autofree char *name = ls_model_get_work_name (telling->model, task->future);
  const char *who = ls_tell_name (telling, task->id);

  if (job == NULL)
    telling->what = g_strdup_printf (_("%1$s waits for %2$s."), who, name);
  else if (job->worker == 0)
    telling->what = g_strdup_printf (_("%1$s waits for %2$s, which no worker has begun yet."), who,
                                     name);
  else
    telling->what = g_strdup_printf (_("%2$s waits for %3$s, which worker %1$u does."), job->worker,
                                     who, name);
  telling->why = g_strdup (_("The work goes on beside the loop, and others take turns meanwhile."));
}

static void
tell_io (LsTelling *telling, const LsTaskState *task)
{
  const LsWatchState *watch = ls_state_get_watch (telling->state, task->future);
  g_autofree char *name = ls_model_get_work_name (telling->model, task->future);
  const char *who = ls_tell_name (telling, task->id);

  if (watch == NULL)
    telling->what = g_strdup_printf (_("%1$s waits for %2$s."), who, name);
  else if (watch->kind == LS_WATCH_WRITE)
    telling->what = g_strdup_printf (_("%1$s waits until %2$s can be written to."), who, name);
  else
    telling->what = g_strdup_printf (_("%1$s waits until %2$s can be read."), who, name);
  telling->why = g_strdup (_("The loop looks out for it in its poll; others take turns meanwhile."));
}

static void
tell_group (LsTelling *telling, const LsTaskState *task)
{
  const LsGatherState *group = ls_state_get_gather (telling->state, task->future);
  const char *who = ls_tell_name (telling, task->id);
  guint n = group != NULL ? group->children->len - group->n_done : 0;

  if (n == 0)
    telling->what = g_strdup_printf (_("%s waits for the tasks of its group."), who);
  else
    telling->what = g_strdup_printf (ngettext ("%2$s waits for %1$u task of its group.",
                                               "%2$s waits for %1$u tasks of its group.", n), n,
                                     who);
  telling->why = g_strdup (_("The block of a TaskGroup ends when all its tasks have. If one fails, "
                             "it cancels the others."));
}

void
ls_tell_work_wait (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *name = ls_model_get_work_name (telling->model, task->future);
  const char *who = ls_tell_name (telling, task->id);

  switch ((int) task->wait)
    {
    case LS_WAIT_THREAD:
      tell_thread (telling, task);
      break;

    case LS_WAIT_IO:
      tell_io (telling, task);
      break;

    case LS_WAIT_CHILD:
      telling->what = g_strdup_printf (_("%1$s waits until %2$s ends."), who, name);
      telling->why = g_strdup (_("The loop is told when it does; others take turns meanwhile."));
      break;

    case LS_WAIT_GROUP:
      tell_group (telling, task);
      break;

    case LS_WAIT_GENERATOR:
      telling->what = g_strdup_printf (_("%s waits for a generator's next item."), who);
      break;

    default:
      telling->what = g_strdup_printf (_("%s waits."), who);
      break;
    }
}

/* Whether a descriptor stands behind a future, and no operation of a library's. */
static gboolean
is_watched (LsTelling *telling, guint32 future)
{
  LsEvent event;

  return ls_index_get_work (telling->model->index, future, &event);
}

/* How the future that a task waited for became done. */
static int
get_outcome (LsTelling *telling, const LsTaskState *task)
{
  LsEvent end;

  return ls_tell_find_end (telling, task->future, &end) ? end.rec.detail : LS_OUTCOME_RESULT;
}

void
ls_tell_work_woke (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *name = ls_model_get_work_name (telling->model, task->future);
  const char *who = ls_tell_name (telling, task->id);
  gboolean failed = get_outcome (telling, task) == LS_OUTCOME_EXCEPTION;

  switch ((int) task->woken_from)
    {
    case LS_WAIT_THREAD:
    case LS_WAIT_CHILD:
      telling->what = g_strdup_printf (failed ? _("%1$s is woken, since %2$s has failed.")
                                              : _("%1$s is woken, since %2$s is done."),
                                       who, name);
      break;

    case LS_WAIT_IO:
      telling->what = g_strdup_printf (is_watched (telling, task->future)
                                       ? _("%1$s is woken, since %2$s is ready.")
                                       : failed ? _("%1$s is woken, since %2$s has failed.")
                                       : _("%1$s is woken, since %2$s is done."), who, name);
      break;

    case LS_WAIT_GROUP:
      telling->what = g_strdup_printf (_("%s is woken, since the tasks of its group are done."),
                                       who);
      break;

    default:
      telling->what = g_strdup_printf (_("%s is woken."), who);
      break;
    }
  telling->why = g_strdup (_("What it waited for is there: it goes to the ready queue and runs in "
                             "the next iteration."));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 19: TaskGroup: the first failure cancels the others and the parent; a cancel from outside stays one. */
#include "rule.h"

/* The second argument, where there is one, is the exception that it raises. */
static LsValue
work (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  if (!ls_value_is_none (args[1]))
    g_propagate_error (error, g_error_copy (ls_value_get_error (args[1])));
  return args[0];
}

static LsCoro *
work_for (int seconds)
{
  return ls_coro (work, LS_INT (seconds), LS_NONE);
}

static LsCoro *
fail_after (int seconds, LsError code, const char *message)
{
  g_autoptr (GError) bad = g_error_new_literal (LS_ERROR, code, message);

  return ls_coro (work, LS_INT (seconds), ls_value_error (bad));
}

static LsValue
stubborn (const LsValue *args, GError **error)
{
  ls_sleep (ls_value_get_int (args[0]), error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    {
      printf ("cleans up\n");
      LS_TRY (ls_sleep (1, error));
      g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "while cleaning up");
    }
  return LS_NONE;
}

/* Prints the repr and the text of what came out, and what else is given; clears it. */
static void
show (const char *before, GError **error, const char *after)
{
  g_auto (LsValue) value = ls_value_copy (ls_value_error (*error));
  g_autofree char *repr = ls_value_repr (value);

  printf ("%s%s %s%s\n", before, repr, (*error)->message, after);
  g_clear_error (error);
}

static guint
cancelling (void)
{
  return ls_task_cancelling (ls_current_task ());
}

static LsValue
all_well (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) first = NULL;

  LS_WITH_TASK_GROUP (group, error)
    {
      first = ls_task_ref (ls_task_group_create_task (group, work_for (1), error, .name = "first"));
      ls_task_group_create_task (group, work_for (2), error, .name = "second");
      printf ("in the block\n");
    }
  printf ("first gave %d\n", (int) ls_value_get_int (ls_task_result (first, error)));
  LS_WITH_TASK_GROUP (group, error)
    {
    }
  printf ("empty\n");
  return LS_NONE;
}

static LsValue
a_child_fails_while_the_block_waits (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, work_for (3), error, .name = "other");
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_VALUE, "early"), error, .name = "fails");
      ls_task_group_create_task (group, ls_coro (stubborn, LS_INT (5)), error, .name = "stubborn");
      if (ls_sleep (10, error))
        printf ("never\n");
    }
  show ("", error, "");
  printf ("cancelling %u\n", cancelling ());
  return LS_NONE;
}

static LsValue
a_child_fails_at_the_blocks_end (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, work_for (3), error, .name = "other");
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_VALUE, "early"), error, .name = "fails");
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_TYPE, ""), error, .name = "fails too");
      ls_task_group_create_task (group, work_for (1), error, .name = "due as well");
    }
  show ("", error, "");
  printf ("cancelling %u\n", cancelling ());
  return LS_NONE;
}

static LsValue
the_block_fails (const LsValue *args, GError **error)
{
  g_autoptr (GError) errors = NULL;

  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, ls_coro (stubborn, LS_INT (3)), error, .name = "other");
      if (ls_sleep (1, error))
        g_set_error (error, LS_ERROR, LS_ERROR_KEY, "block");
    }
  errors = ls_error_catch_each (error, LS_ERROR_VALUE);
  show ("value ", &errors, "");
  errors = ls_error_catch_each (error, LS_ERROR_KEY);
  show ("key ", &errors, "");
  return LS_NONE;
}

static LsValue
a_child_is_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) cancelled = NULL;

  LS_WITH_TASK_GROUP (group, error)
    {
      cancelled = ls_task_ref (ls_task_group_create_task (group, work_for (5), error, .name = "cancelled"));
      ls_task_group_create_task (group, work_for (2), error, .name = "goes on");
      LS_TRY (ls_sleep (1, error));
      ls_task_cancel (cancelled);
    }
  printf ("cancelled %s\n", str (ls_task_cancelled (cancelled)));
  return LS_NONE;
}

static LsValue
holds (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, work_for (5), error, .name = "inner");
      if (!ls_value_is_none (args[1]))
        ls_task_group_create_task (group, ls_coro (stubborn, LS_INT (5)), error, .name = "inner stubborn");
      LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
    }
  return LS_NONE;
}

static LsValue
cancelled_from_outside (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (holds, args[0], args[1]), .name = "holds");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel_message (task, "enough");
  ls_await_done (task, error);
  if (ls_error_is_cancelled (*error))
    {
      printf ("cancelled ('%s',)\n", (*error)->message);
      g_clear_error (error);
    }
  else
    show ("errors win ", error, "");
  printf ("cancelled %s %u\n", str (ls_task_cancelled (task)), ls_task_cancelling (task));
  return LS_NONE;
}

static LsValue
cancelled_twice (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (holds, LS_INT (0), LS_STR ("stubborn")), .name = "holds");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (task);
  LS_TRY (ls_sleep (0.5, error));
  ls_task_cancel (task);
  ls_await_done (task, error);
  show ("", error, "");
  return LS_NONE;
}

static LsValue
fails_as_it_is_cancelled (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_VALUE, "as it is cancelled"), error, .name = "fails");
      LS_TRY (ls_sleep (5, error));
    }
  return LS_NONE;
}

static LsValue
cancel_and_failure_together (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (fails_as_it_is_cancelled), .name = "both");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (task);
  ls_await_done (task, error);
  printf ("%s %u\n", ls_error_get_class (*error), ls_task_cancelling (task));
  g_clear_error (error);
  return LS_NONE;
}

static LsValue
adds_another (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_task_group_create_task (ls_value_get_pointer (args[0]), work_for (1), error, .name = "added"));
  printf ("added one\n");
  return LS_NONE;
}

/* A coroutine that is refused is still the caller's, if it was before. */
static gboolean
is_refused (LsTaskGroup *group, GError **error)
{
  g_autoptr (LsCoro) late = ls_coro_ref (work_for (1));
  GError *refusal = NULL;

  ls_task_group_create_task (group, late, &refusal);
  printf ("%s\n", refusal->message);
  g_error_free (refusal);
  return ls_await_done (late, error);
}

static LsValue
tries_to_add (const LsValue *args, GError **error)
{
  GError *raised = NULL;

  ls_sleep (5, &raised);
  LS_TRY (is_refused (ls_value_get_pointer (args[0]), error));
  g_propagate_error (error, raised);
  return LS_NONE;
}

static LsValue
adding (const LsValue *args, GError **error)
{
  LsTaskGroup ended = { 0 };

  ls_task_group_enter (&ended, error);
  ls_task_group_create_task (&ended, ls_coro (adds_another, LS_POINTER (&ended)), error, .name = "adds");
  LS_TRY (ls_task_group_exit (&ended, error));
  LS_TRY (is_refused (&ended, error));
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, ls_coro (tries_to_add, LS_POINTER (group)), error, .name = "tries");
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_VALUE, "bad"), error, .name = "fails");
    }
  show ("", error, "");
  return LS_NONE;
}

static LsValue
nested (const LsValue *args, GError **error)
{
  g_autoptr (GError) errors = NULL;

  LS_WITH_TASK_GROUP (outer, error)
    {
      ls_task_group_create_task (outer, work_for (4), error, .name = "outer task");
      LS_WITH_TASK_GROUP (inner, error)
        {
          ls_task_group_create_task (inner, fail_after (1, LS_ERROR_VALUE, "inner"), error, .name = "inner task");
          ls_sleep (5, error);
        }
    }
  errors = ls_error_catch_each (error, LS_ERROR_VALUE);
  show ("", &errors, "");
  printf ("cancelling %u\n", cancelling ());
  return LS_NONE;
}

static LsValue
swallows (const LsValue *args, GError **error)
{
  g_autofree char *after = NULL;

  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_VALUE, "bad"), error, .name = "fails");
      ls_sleep (5, error);
      if (ls_error_catch (error, LS_ERROR_CANCELLED))
        printf ("swallowed\n");
      ls_sleep (1, error);
    }
  after = g_strdup_printf (" %u", cancelling ());
  show ("", error, after);
  return LS_NONE;
}

static LsValue
waits_within_a_timeout (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (1, error)
    {
      LS_WITH_TASK_GROUP (group, error)
        {
          ls_task_group_create_task (group, work_for (5), error, .name = "too long");
        }
    }
  if (ls_error_catch (error, LS_ERROR_TIMEOUT))
    printf ("timeout %u\n", cancelling ());
  return LS_NONE;
}

static LsValue
leaves_by_exit (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, ls_coro (stubborn, LS_INT (5)), error, .name = "stubborn");
      LS_TRY (ls_sleep (1, error));
      g_set_error (error, LS_ERROR, LS_ERROR_SYSTEM_EXIT, "bare");
    }
  return LS_NONE;
}

static LsValue
a_child_leaves (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      ls_task_group_create_task (group, work_for (5), error, .name = "other");
      ls_task_group_create_task (group, fail_after (1, LS_ERROR_SYSTEM_EXIT, "from a task"), error, .name = "leaves");
      LS_TRY (ls_sleep (5, error));
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (all_well), error));
  LS_TRY (ls_await_done (ls_coro (waits_within_a_timeout), error));
  LS_TRY (ls_await_done (ls_coro (a_child_fails_while_the_block_waits), error));
  LS_TRY (ls_await_done (ls_coro (a_child_fails_at_the_blocks_end), error));
  LS_TRY (ls_await_done (ls_coro (the_block_fails), error));
  LS_TRY (ls_await_done (ls_coro (a_child_is_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_from_outside, LS_INT (0), LS_NONE), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_from_outside, LS_INT (3), LS_NONE), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_from_outside, LS_INT (0), LS_STR ("stubborn")), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_twice), error));
  LS_TRY (ls_await_done (ls_coro (cancel_and_failure_together), error));
  LS_TRY (ls_await_done (ls_coro (adding), error));
  LS_TRY (ls_await_done (ls_coro (nested), error));
  LS_TRY (ls_await_done (ls_coro (swallows), error));
  return LS_NONE;
}

/* Runs what raises SystemExit. */
static void
run_until_left (LsCoro *coro)
{
  g_autoptr (GError) error = NULL;

  ls_run (coro, &error);
  printf ("left by %s\n", error->message);
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_));

  run_until_left (ls_coro (leaves_by_exit));
  run_until_left (ls_coro (a_child_leaves));
  return code;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-async-gen-private.h"

#include "ls-coro-private.h"
#include "ls-gather.h"
#include "ls-loop-private.h"
#include "ls-shutdown-private.h"
#include "ls-tracer.h"

/*
 * How generators are asked: the coroutines of anext(), asend(), athrow() and aclose(), the loop over all items, and
 * what a loop does with those that were left before their end.
 */

/* What was thrown into a task before its first step. */
static GError *
thrown_before (LsTask *task)
{
  return g_steal_pointer (&task->thrown);
}

static LsValue
anext (const LsValue *args, GError **error)
{
  LsTask *task = ls_running_loop->current;
  GError *thrown = thrown_before (task);

  if (thrown != NULL)
    return ls_async_gen_divert (args[0].as.p, task, thrown, NULL, error);
  return ls_async_gen_send (args[0].as.p, task, LS_NONE, NULL, error);
}

static LsValue
asend (const LsValue *args, GError **error)
{
  LsTask *task = ls_running_loop->current;
  GError *thrown = thrown_before (task);

  if (thrown != NULL)
    return ls_async_gen_divert (args[0].as.p, task, thrown, NULL, error);
  return ls_async_gen_send (args[0].as.p, task, args[1], NULL, error);
}

static LsValue
athrow (const LsValue *args, GError **error)
{
  LsTask *task = ls_running_loop->current;
  GError *thrown = thrown_before (task);

  if (thrown != NULL)
    return ls_async_gen_divert (args[0].as.p, task, thrown, NULL, error);
  return ls_async_gen_throw (args[0].as.p, task, g_error_copy (ls_value_get_error (args[1])), NULL, error);
}

static LsValue
aclose (const LsValue *args, GError **error)
{
  LsTask *task = ls_running_loop->current;

  return ls_async_gen_close (args[0].as.p, task, thrown_before (task), NULL, error);
}

static LsCoro *
mark_asend (LsCoro *coro)
{
  coro->is_asend = TRUE;
  return coro;
}

LsCoro *
ls_async_gen_anext (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), NULL);

  ls_async_gen_meet (generator);
  return mark_asend (ls_coro (anext, ls_async_gen_value (generator)));
}

LsCoro *
ls_async_gen_asend (LsAsyncGen *generator, LsValue value)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), NULL);

  ls_async_gen_meet (generator);
  return mark_asend (ls_coro (asend, ls_async_gen_value (generator), value));
}

LsCoro *
ls_async_gen_athrow (LsAsyncGen *generator, const GError *exception)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN) && exception != NULL, NULL);

  ls_async_gen_meet (generator);
  return mark_asend (ls_coro (athrow, ls_async_gen_value (generator), ls_value_error (exception)));
}

LsCoro *
ls_async_gen_aclose (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), NULL);

  ls_async_gen_meet (generator);
  return mark_asend (ls_coro (aclose, ls_async_gen_value (generator)));
}

const char *
ls_asend_reuse_text (LsCoro *coro)
{
  return coro->func == anext || coro->func == asend ? "cannot reuse already awaited __anext__()/asend()"
                                                    : "cannot reuse already awaited aclose()/athrow()";
}

/* All items */

static gboolean
next (LsAsyncFor *self, gconstpointer site, GError **error)
{
  LsTask *task = ls_task_require (error);

  if (task == NULL)
    return FALSE;
  ls_async_gen_meet (self->generator);
  self->item = ls_async_gen_send (self->generator, task, LS_NONE, site, error);
  return *error == NULL;
}

gboolean
ls_async_for_next (LsAsyncFor *self, LsValue *item)
{
  GError *raised = NULL;

  g_return_val_if_fail (self->error != NULL, FALSE);

  ls_value_clear (&self->item);
  if (*self->error != NULL)
    return FALSE;
  if (next (self, LS_CALLER, &raised))
    {
      *item = self->item;
      return TRUE;
    }
  if (!ls_error_catch (&raised, LS_ERROR_STOP_ASYNC_ITERATION))
    g_propagate_error (self->error, raised);
  return FALSE;
}

void
ls_async_for_leave (LsAsyncFor *self)
{
  ls_value_clear (&self->item);
  if (self->generator != NULL)
    ls_async_gen_unref (self->generator);
}

/* The loop's side */

static void
create_task (const LsValue *args, GError **error)
{
  LsCoro *coro = ls_value_get_coro (args[0]);

  ls_task_unref (ls_loop_create_task (ls_running_loop, coro));
}

void
ls_async_gen_close_later (LsAsyncGen *self)
{
  LsCoro *closing;

  if (self->state == LS_ASYNC_GEN_ENDED || self->closed || self->discarded
      || self->loop == NULL || self->loop->closed)
    return;
  self->discarded = TRUE;
  closing = ls_async_gen_aclose (self);
  ls_loop_call_soon (self->loop, create_task, ls_coro_value (closing));
}

/* Those that were asked on this loop, each with a reference; the loop knows them no more. */
static GPtrArray *
take_all (LsLoop *loop)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_async_gen_unref);

  for (LsAsyncGen *self = ls_async_gen_first (); self != NULL; self = self->next)
    if (self->loop == loop && !self->discarded)
      {
        self->discarded = TRUE;
        g_ptr_array_add (all, ls_object_ref (self));
      }
  return all;
}

static gboolean
is_ordinary (const GError *error)
{
  return !ls_error_is_cancelled (error) && !ls_error_leaves_loop (error)
         && !g_error_matches (error, LS_ERROR, LS_ERROR_GENERATOR_EXIT);
}

static void
report_failed (LsLoop *loop, GPtrArray *generators, LsValue results)
{
  for (guint i = 0; i < generators->len; i++)
    {
      LsAsyncGen *generator = g_ptr_array_index (generators, i);
      LsValue result = ls_value_list_get (results, i);
      g_autofree char *message = NULL;
      LsExceptionContext context = { NULL };

      if (ls_value_get_type_of (result) != LS_VALUE_ERROR || !is_ordinary (ls_value_get_error (result)))
        continue;
      message = g_strdup_printf ("an error occurred during closing of asynchronous generator "
                                 "<async_generator object %s at %p>", generator->frame.coro->name, (gpointer) generator);
      context.message = message;
      context.exception = ls_value_get_error (result);
      ls_loop_call_exception_handler (loop, &context);
    }
}

LsValue
ls_shutdown_asyncgens (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_running_loop;
  g_autoptr (GPtrArray) generators = take_all (loop);
  g_autofree LsCoro **closings = g_new (LsCoro *, generators->len + 1);
  g_auto (LsValue) results = LS_NONE;

  if (generators->len == 0)
    return LS_NONE;
  for (guint i = 0; i < generators->len; i++)
    closings[i] = ls_async_gen_aclose (g_ptr_array_index (generators, i));
  results = ls_await (ls_gatherv (closings, generators->len, TRUE), error);
  if (*error == NULL)
    report_failed (loop, generators, results);
  return LS_NONE;
}

LsCoro *
ls_loop_shutdown_asyncgens (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), NULL);
  return ls_coro_new_from ("shutdown_asyncgens", ls_shutdown_asyncgens, NULL, 0, LS_CALLER);
}

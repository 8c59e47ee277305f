/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-async-gen-private.h"

#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/* This thread's. */
static __thread LsAsyncGen *first_generator LS_FAST_TLS;
static __thread LsAsyncGen *last_generator LS_FAST_TLS;

static void
list_add (LsAsyncGen *self)
{
  self->previous = last_generator;
  self->next = NULL;
  *(last_generator != NULL ? &last_generator->next : &first_generator) = self;
  last_generator = self;
}

static void
list_remove (LsAsyncGen *self)
{
  *(self->previous != NULL ? &self->previous->next : &first_generator) = self->next;
  *(self->next != NULL ? &self->next->previous : &last_generator) = self->previous;
}

LsAsyncGen *
ls_async_gen_first (void)
{
  return first_generator;
}

void
ls_async_gen_meet (LsAsyncGen *self)
{
  if (G_LIKELY (self->loop != NULL) || ls_running_loop == NULL)
    return;
  self->loop = ls_object_ref (ls_running_loop);
  list_remove (self);
  list_add (self);
}

/* The body */

static gpointer
generator_main (gpointer data)
{
  LsAsyncGen *self = data;
  LsCoro *coro = self->frame.coro;
  LsValue nothing = ls_value_take (coro->func (coro->args, &self->error));

  ls_value_clear (&nothing);
  return NULL;
}

static LsFiber *
ready_fiber (LsAsyncGen *self)
{
  self->yielded = FALSE;
  if (self->state == LS_ASYNC_GEN_BEGUN)
    return self->fiber;
  self->state = LS_ASYNC_GEN_BEGUN;
  self->fiber = ls_fiber_new (generator_main, self);
  ls_fiber_set_name (self->fiber, self->frame.coro->name);
  return self->fiber;
}

static void
end (LsAsyncGen *self)
{
  self->state = LS_ASYNC_GEN_ENDED;
  g_clear_pointer (&self->fiber, ls_fiber_free);
  ls_coro_end (self->frame.coro);
}

static LsGeneratorCall
call_of (const GError *thrown)
{
  if (thrown == NULL)
    return LS_GENERATOR_NEXT;
  return g_error_matches (thrown, LS_ERROR, LS_ERROR_GENERATOR_EXIT) ? LS_GENERATOR_CLOSE : LS_GENERATOR_THROW;
}

/* To its next yield, FALSE at its end.  What the body waits for the task waits for. */
static gboolean
run_body (LsAsyncGen *self, LsTask *task, gconstpointer site)
{
  LsFiber *fiber = ready_fiber (self);
  gpointer awaited;

  task->frame->site = site;
  self->frame.outer = task->frame;
  task->frame = &self->frame;
  self->asker = task->future.id;
  self->call = call_of (self->error);
  LS_TRACE (generator_resumed, self->frame.coro->id, self->asker, self->call);
  for (;;)
    {
      awaited = ls_fiber_resume (fiber, NULL);
      if (self->yielded || ls_fiber_is_done (fiber))
        break;
      ls_fiber_suspend (awaited);
    }
  task->frame = self->frame.outer;
  if (!self->yielded)
    end (self);
  return self->yielded;
}

/* The end of the body as whoever asked meets it. */
static void
raise_end (LsAsyncGen *self, GError *raised, GError **error)
{
  if (raised == NULL)
    raised = g_error_new_literal (LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION, "");
  else if (g_error_matches (raised, LS_ERROR, LS_ERROR_STOP_ITERATION)
           || g_error_matches (raised, LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION))
    {
      GError *other = g_error_new (LS_ERROR, LS_ERROR_RUNTIME, "async generator raised %s",
                                   ls_error_get_class (raised));

      g_error_free (raised);
      raised = other;
    }
  if (g_error_matches (raised, LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION)
      || g_error_matches (raised, LS_ERROR, LS_ERROR_GENERATOR_EXIT))
    self->closed = TRUE;
  g_propagate_error (error, raised);
}

static gboolean
goes_on (LsAsyncGen *self, LsTask *task, LsValue value, GError *thrown, gconstpointer site)
{
  self->error = thrown;
  if (self->state == LS_ASYNC_GEN_ENDED)
    return FALSE;
  if (self->state == LS_ASYNC_GEN_FRESH && thrown != NULL)
    {
      end (self);
      return FALSE;
    }
  self->value = ls_value_copy (value);
  return run_body (self, task, site);
}

/* Python's gen.send() and gen.throw(). */
static LsValue
go_on (LsAsyncGen *self, LsTask *task, LsValue value, GError *thrown, gconstpointer site, GError **error)
{
  LsValue item = LS_NONE;

  if (self->state == LS_ASYNC_GEN_FRESH && !ls_value_is_none (value))
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_TYPE,
                           "can't send non-None value to a just-started async generator");
      return LS_NONE;
    }
  self->running = TRUE;
  if (goes_on (self, task, value, thrown, site))
    item = self->value;
  else
    {
      ls_value_clear (&self->value);
      raise_end (self, g_steal_pointer (&self->error), error);
    }
  self->value = LS_NONE;
  self->running = FALSE;
  return item;
}

static gboolean
is_running (LsAsyncGen *self, const char *method, GError **error)
{
  if (self->running)
    g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "%s(): asynchronous generator is already running", method);
  return self->running;
}

LsValue
ls_async_gen_send (LsAsyncGen *self, LsTask *task, LsValue value, gconstpointer site, GError **error)
{
  if (is_running (self, "anext", error))
    return LS_NONE;
  return go_on (self, task, value, NULL, site, error);
}

/* Whether athrow() and aclose() are let in; where they are not, without an exception they have nothing to do. */
static gboolean
may_throw (LsAsyncGen *self, const char *method, GError **error)
{
  if (self->state == LS_ASYNC_GEN_ENDED || is_running (self, method, error))
    return FALSE;
  if (self->closed)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION, "");
  return !self->closed;
}

LsValue
ls_async_gen_throw (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error)
{
  if (may_throw (self, "athrow", error))
    return go_on (self, task, LS_NONE, thrown, site, error);
  g_error_free (thrown);
  return LS_NONE;
}

LsValue
ls_async_gen_divert (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error)
{
  if (!is_running (self, "anext", error))
    return go_on (self, task, LS_NONE, thrown, site, error);
  g_error_free (thrown);
  return LS_NONE;
}

/* @thrown: what came in the place of the first step, or NULL. */
LsValue
ls_async_gen_close (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error)
{
  GError *raised = NULL;
  LsValue item;

  if (thrown == NULL)
    {
      if (!may_throw (self, "aclose", error))
        return LS_NONE;
      self->closed = TRUE;
      thrown = g_error_new_literal (LS_ERROR, LS_ERROR_GENERATOR_EXIT, "");
    }
  item = go_on (self, task, LS_NONE, thrown, site, &raised);
  ls_value_clear (&item);
  if (raised == NULL)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "async generator ignored GeneratorExit");
  else if (!ls_error_catch (&raised, LS_ERROR_GENERATOR_EXIT)
           && !ls_error_catch (&raised, LS_ERROR_STOP_ASYNC_ITERATION))
    g_propagate_error (error, raised);
  return LS_NONE;
}

/* Yielding, on the generator's fiber */

/* Of a generator that is freed no task runs. */
static LsAsyncGen *
require_generator (GError **error)
{
  LsTask *task = ls_task_require (error);

  if (task == NULL)
    return NULL;
  if (task->frame->generator == NULL)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "yield outside of an asynchronous generator");
  return task->frame->generator;
}

/* An object is not held any longer than the program does. */
static void
tell_paused (LsAsyncGen *self, gconstpointer site)
{
  LsValueType type = ls_value_get_type_of (self->value);

  ls_value_clear (&self->item);
  if (type < LS_VALUE_LIST)
    self->item = ls_value_copy (self->value);
  ls_tracer->generator_paused (self->frame.coro->id, &self->value, site);
}

static LsValue
yield_from (LsValue value, gconstpointer site, GError **error)
{
  LsAsyncGen *self = require_generator (error);

  if (self == NULL)
    return LS_NONE;
  self->value = ls_value_copy (value);
  self->yielded = TRUE;
  self->frame.site = site;
  if (G_UNLIKELY (ls_tracer != NULL))
    tell_paused (self, site);
  ls_fiber_suspend (NULL);
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  value = self->value;
  self->value = LS_NONE;
  return value;
}

LsValue
ls_yield_receive (LsValue value, GError **error)
{
  return yield_from (value, LS_CALLER, error);
}

gboolean
ls_yield (LsValue value, GError **error)
{
  GError *raised = NULL;
  LsValue received = yield_from (value, LS_CALLER, &raised);

  ls_value_clear (&received);
  if (raised == NULL)
    return TRUE;
  g_propagate_error (error, raised);
  return FALSE;
}

/* Beginning and end */

LsAsyncGen *
ls_async_gen_new (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args)
{
  LsAsyncGen *self;

  g_return_val_if_fail (func != NULL && n_args <= G_MAXUINT16, NULL);

  self = g_slice_new0 (LsAsyncGen);
  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_ASYNC_GEN);
  self->base.floating = TRUE;
  self->frame.coro = ls_coro_new_body (name, func, args, n_args, LS_CALLER);
  self->frame.generator = self;
  list_add (self);
  return self;
}

LsAsyncGen *
ls_async_gen_ref (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), NULL);
  return ls_object_ref (generator);
}

/* Raises GeneratorExit in a body that no task will run any more. */
static void
unwind (LsAsyncGen *self)
{
  LsLoop *running = ls_running_loop;

  self->error = g_error_new_literal (LS_ERROR, LS_ERROR_GENERATOR_EXIT, "");
  ls_running_loop = NULL;
  if (!ls_task_end_fiber (ready_fiber (self)))
    g_printerr ("Generator %s goes on after GeneratorExit: what its stack owns is lost\n", self->frame.coro->name);
  ls_running_loop = running;
  g_clear_error (&self->error);
}

static void
finalize (LsAsyncGen *self)
{
  if (self->state == LS_ASYNC_GEN_BEGUN)
    unwind (self);
  if (self->state != LS_ASYNC_GEN_ENDED)
    end (self);
  list_remove (self);
  ls_value_clear (&self->item);
  ls_coro_unref (self->frame.coro);
  if (self->loop != NULL)
    ls_object_unref (self->loop);
  self->base.magic = 0;
  g_slice_free (LsAsyncGen, self);
}

void
ls_async_gen_unref (LsAsyncGen *generator)
{
  g_return_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN));

  if (!ls_object_drop (generator))
    return;
  generator->base.ref_count = 1;
  ls_async_gen_close_later (generator);
  if (ls_object_drop (generator))
    finalize (generator);
}

const char *
ls_async_gen_get_name (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), NULL);
  return generator->frame.coro->name;
}

guint32
ls_async_gen_get_id (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), 0);
  return generator->frame.coro->id;
}

LsValue
ls_async_gen_value (LsAsyncGen *generator)
{
  g_return_val_if_fail (ls_object_is (generator, LS_OBJECT_ASYNC_GEN), LS_NONE);
  return (LsValue) { .type = LS_VALUE_CORO, .id = generator->frame.coro->id, .as.p = generator };
}

LsAsyncGen *
ls_value_get_async_gen (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_CORO && ls_object_is (value.as.p, LS_OBJECT_ASYNC_GEN), NULL);
  return value.as.p;
}

void
ls_async_gen_tell_all (void)
{
  for (LsAsyncGen *self = first_generator; self != NULL; self = self->next)
    {
      LsCoro *coro = self->frame.coro;

      if (self->state == LS_ASYNC_GEN_ENDED)
        continue;
      ls_tracer->coro (LS_CORO_CREATED, coro->id, coro->name, coro->args, coro->n_args, NULL);
      if (self->state == LS_ASYNC_GEN_BEGUN)
        ls_tracer->generator_resumed (coro->id, self->asker, self->call);
      if (self->yielded)
        ls_tracer->generator_paused (coro->id, &self->item, self->frame.site);
    }
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-async-context.h"

#include "ls-coro-private.h"
#include "ls-loop-private.h"

gpointer
ls_async_context_new (const LsAsyncContextClass *klass, gsize size)
{
  LsAsyncContext *self;

  g_return_val_if_fail (klass != NULL && klass->aenter != NULL && klass->aexit != NULL, NULL);
  g_return_val_if_fail (size >= sizeof (LsAsyncContext), NULL);

  self = g_malloc0 (size);
  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_ASYNC_CONTEXT);
  self->base.floating = TRUE;
  self->klass = klass;
  return self;
}

gpointer
ls_async_context_ref (gpointer context)
{
  g_return_val_if_fail (ls_object_is (context, LS_OBJECT_ASYNC_CONTEXT), NULL);
  return ls_object_ref (context);
}

void
ls_async_context_unref (gpointer context)
{
  LsAsyncContext *self = context;

  g_return_if_fail (ls_object_is (self, LS_OBJECT_ASYNC_CONTEXT));

  if (!ls_object_drop (self))
    return;
  if (self->klass->finalize != NULL)
    self->klass->finalize (self);
  self->base.magic = 0;
  g_free (self);
}

/* Around a block */

static LsValue
context_value (LsAsyncContext *self)
{
  return (LsValue) { .type = LS_VALUE_POINTER, .is_object = TRUE, .as.p = self };
}

static LsValue
aenter_body (const LsValue *args, GError **error)
{
  LsAsyncContext *self = args[0].as.p;

  return self->klass->aenter (self, error);
}

static LsValue
aexit_body (const LsValue *args, GError **error)
{
  LsAsyncContext *self = args[0].as.p;
  const GError *exception = ls_value_is_none (args[1]) ? NULL : ls_value_get_error (args[1]);

  return LS_BOOL (self->klass->aexit (self, exception, error));
}

gboolean
ls_async_with_enter (LsAsyncWith *self)
{
  GError *raised = NULL;
  LsCoro *coro;

  g_return_val_if_fail (self->error != NULL, FALSE);

  self->site = LS_CALLER;
  coro = ls_coro_new_from ("__aenter__", aenter_body, LS_ARGS (context_value (self->context)), self->site);
  self->value = ls_await_from (coro, self->site, &raised);
  self->entered = raised == NULL;
  if (raised != NULL)
    g_propagate_error (self->error, raised);
  return self->entered;
}

/* In a task that is destroyed nothing can be awaited, but what the context gives back it does. */
static gboolean
leave (LsAsyncWith *self, const GError *exception, GError **raised)
{
  LsCoro *coro;
  LsValue suppressed;

  if (ls_current_task () == NULL)
    return self->context->klass->aexit (self->context, exception, raised);
  coro = ls_coro_new_from ("__aexit__", aexit_body,
                           LS_ARGS (context_value (self->context), exception != NULL ? ls_value_error (exception) : LS_NONE),
                           self->site);
  suppressed = ls_await_from (coro, self->site, raised);
  return *raised == NULL && suppressed.as.b;
}

void
ls_async_with_leave (LsAsyncWith *self)
{
  GError *raised = NULL;
  GError *exception;

  if (self->entered)
    {
      exception = g_steal_pointer (self->error);
      if (leave (self, exception, &raised) || raised != NULL)
        g_clear_error (&exception);
      *self->error = exception != NULL ? exception : raised;
    }
  ls_value_clear (&self->value);
  if (self->context != NULL)
    ls_async_context_unref (self->context);
}

/* Of generators */

typedef struct { LsAsyncContext context; LsAsyncGen *generator; } LsGeneratorContext;

static void
finalize_generator (gpointer self)
{
  ls_async_gen_unref (((LsGeneratorContext *) self)->generator);
}

static gpointer
new_of_generator (const LsAsyncContextClass *klass, LsAsyncGen *generator)
{
  LsGeneratorContext *self = ls_async_context_new (klass, sizeof (LsGeneratorContext));

  self->generator = ls_async_gen_ref (generator);
  return self;
}

static LsValue
enter_generator (gpointer self, GError **error)
{
  GError *raised = NULL;
  LsValue value = ls_await (ls_async_gen_anext (((LsGeneratorContext *) self)->generator), &raised);

  if (ls_error_catch (&raised, LS_ERROR_STOP_ASYNC_ITERATION))
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "generator didn't yield");
  else if (raised != NULL)
    g_propagate_error (error, raised);
  return value;
}

static gboolean
is_stop (const GError *exception)
{
  return g_error_matches (exception, LS_ERROR, LS_ERROR_STOP_ITERATION)
         || g_error_matches (exception, LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION);
}

/* The generator is to end: in good order, or by the block's exception, which it takes by ending otherwise. */
static gboolean
exit_generator (gpointer self, const GError *exception, GError **error)
{
  LsAsyncGen *generator = ((LsGeneratorContext *) self)->generator;
  GError *raised = NULL;

  if (ls_await_done (exception != NULL ? ls_async_gen_athrow (generator, exception) : ls_async_gen_anext (generator),
                     &raised))
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                           exception != NULL ? "generator didn't stop after athrow()" : "generator didn't stop");
      return FALSE;
    }
  if (ls_error_catch (&raised, LS_ERROR_STOP_ASYNC_ITERATION))
    return exception != NULL;
  /* The generator cannot let such a one pass as it is. */
  if (!is_stop (exception) || !ls_error_catch (&raised, LS_ERROR_RUNTIME))
    g_propagate_error (error, raised);
  return FALSE;
}

gpointer
ls_async_context_from (LsAsyncGen *generator)
{
  static const LsAsyncContextClass klass = { enter_generator, exit_generator, finalize_generator };

  g_return_val_if_fail (generator != NULL, NULL);
  return new_of_generator (&klass, generator);
}

static LsValue
enter_closing (gpointer self, GError **error)
{
  return ls_value_copy (ls_async_gen_value (((LsGeneratorContext *) self)->generator));
}

static gboolean
exit_closing (gpointer self, const GError *exception, GError **error)
{
  ls_await_done (ls_async_gen_aclose (((LsGeneratorContext *) self)->generator), error);
  return FALSE;
}

gpointer
ls_aclosing (LsAsyncGen *generator)
{
  static const LsAsyncContextClass klass = { enter_closing, exit_closing, finalize_generator };

  g_return_val_if_fail (generator != NULL, NULL);
  return new_of_generator (&klass, generator);
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-context-private.h"

#include "ls-loop-private.h"
#include "ls-value-private.h"

/*
 * A context is a list of bindings, each of which is never changed once it is made: a copy of the context shares them,
 * and to set a variable makes those anew that stand before its old one.  Programs have few variables.
 *
 * References are counted atomically, since contexts go to worker threads.
 */
typedef struct _LsBinding LsBinding;

struct _LsBinding
{
  gatomicrefcount refs;
  LsContextVar   *var;
  LsValue         value;
  LsBinding      *next;
};

struct _LsContext
{
  gatomicrefcount refs;
  LsBinding      *bindings;
  gboolean        entered;      /* by ls_context_run(), or left by it for another */
};

struct _LsContextToken
{
  LsContextVar *var;
  LsContext    *context;
  gboolean      had_value;
  LsValue       value;
  gboolean      used;
};

gint ls_context_in_use;

/* Bindings */

static LsBinding *
binding_new (LsContextVar *var, LsValue value, LsBinding *next)
{
  LsBinding *self = g_new (LsBinding, 1);

  g_atomic_ref_count_init (&self->refs);
  self->var = var;
  self->value = ls_value_copy (value);
  self->next = next;
  return self;
}

static LsBinding *
binding_ref (LsBinding *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
binding_unref (LsBinding *self)
{
  LsBinding *next;

  for (; self != NULL && g_atomic_ref_count_dec (&self->refs); self = next)
    {
      next = self->next;
      ls_value_clear (&self->value);
      g_free (self);
    }
}

static LsBinding *
find (const LsContext *self, LsContextVar *var)
{
  LsBinding *binding = self != NULL ? self->bindings : NULL;

  while (binding != NULL && binding->var != var)
    binding = binding->next;
  return binding;
}

/* The list without a variable.  (transfer full) */
static LsBinding *
without (LsBinding *list, LsBinding *gone)
{
  if (gone == NULL)
    return binding_ref (list);
  if (list == gone)
    return binding_ref (gone->next);
  return binding_new (list->var, list->value, without (list->next, gone));
}

static void
replace_bindings (LsContext *self, LsBinding *bindings)
{
  LsBinding *before = self->bindings;

  self->bindings = bindings;
  binding_unref (before);
}

static void
bind (LsContext *self, LsContextVar *var, LsValue value)
{
  replace_bindings (self, binding_new (var, value, without (self->bindings, find (self, var))));
}

/* The current context */

static void
free_place (gpointer data)
{
  LsContext **place = data;

  g_clear_pointer (place, ls_context_unref);
  g_free (place);
}

/* The thread's own, outside of what loops run. */
static LsContext **
place_of_thread (void)
{
  static GPrivate places = G_PRIVATE_INIT (free_place);
  LsContext **place = g_private_get (&places);

  if (place == NULL)
    {
      place = g_new0 (LsContext *, 1);
      g_private_set (&places, place);
    }
  return place;
}

static LsContext **
current_place (void)
{
  LsLoop *loop = ls_running_loop;

  if (loop != NULL && loop->current != NULL)
    return &loop->current->step.context;
  if (loop != NULL && loop->calling != NULL)
    return &loop->calling->context;
  return place_of_thread ();
}

static LsContext *
require_current (void)
{
  LsContext **place = current_place ();

  if (*place == NULL)
    *place = ls_context_new ();
  return *place;
}

LsContext *
ls_context_copy_current (void)
{
  LsContext *current = *current_place ();

  return current != NULL && current->bindings != NULL ? ls_copy_context () : NULL;
}

void
ls_context_assign (LsContext **place, LsContext *context)
{
  LsContext *before = *place;

  *place = ls_context_ref (context);
  if (before != NULL)
    ls_context_unref (before);
}

/* Variables */

static char *
var_repr (LsContextVar *var)
{
  return g_strdup_printf ("<ContextVar name='%s' at %p>", var->name, (gpointer) var);
}

LsValue
ls_context_var_get (LsContextVar *var, GError **error)
{
  LsBinding *binding;
  g_autofree char *repr = NULL;

  g_return_val_if_fail (var != NULL, LS_NONE);

  binding = find (*current_place (), var);
  if (binding != NULL || var->has_default)
    return ls_value_copy (binding != NULL ? binding->value : var->default_value);
  repr = var_repr (var);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_LOOKUP, repr);
  return LS_NONE;
}

LsValue
ls_context_var_get_or (LsContextVar *var, LsValue fallback)
{
  LsBinding *binding;

  g_return_val_if_fail (var != NULL, LS_NONE);

  binding = find (*current_place (), var);
  return ls_value_copy (binding != NULL ? binding->value : fallback);
}

void
ls_context_var_set (LsContextVar *var, LsValue value)
{
  g_return_if_fail (var != NULL);

  g_atomic_int_set (&ls_context_in_use, TRUE);
  bind (require_current (), var, value);
}

LsContextToken *
ls_context_var_set_token (LsContextVar *var, LsValue value)
{
  LsContextToken *token;
  LsBinding *before;

  g_return_val_if_fail (var != NULL, NULL);

  token = g_new0 (LsContextToken, 1);
  token->var = var;
  token->context = ls_context_ref (require_current ());
  before = find (token->context, var);
  token->had_value = before != NULL;
  if (before != NULL)
    token->value = ls_value_copy (before->value);
  ls_context_var_set (var, value);
  return token;
}

static const char *
why_not_reset (LsContextVar *var, LsContextToken *token, int *code)
{
  *code = LS_ERROR_VALUE;
  if (token->used)
    {
      *code = LS_ERROR_RUNTIME;
      return "has already been used once";
    }
  if (token->var != var)
    return "was created by a different ContextVar";
  return token->context != *current_place () ? "was created in a different Context" : NULL;
}

gboolean
ls_context_var_reset (LsContextVar *var, LsContextToken *token, GError **error)
{
  const char *refusal;
  int code;

  g_return_val_if_fail (var != NULL && token != NULL, FALSE);

  refusal = why_not_reset (var, token, &code);
  if (refusal != NULL)
    {
      g_autofree char *repr = var_repr (token->var);

      g_set_error (error, LS_ERROR, code, "<Token%s var=%s at %p> %s", token->used ? " used" : "", repr,
                   (gpointer) token, refusal);
      return FALSE;
    }
  token->used = TRUE;
  if (token->had_value)
    bind (token->context, var, token->value);
  else
    replace_bindings (token->context, without (token->context->bindings, find (token->context, var)));
  return TRUE;
}

void
ls_context_token_free (LsContextToken *token)
{
  g_return_if_fail (token != NULL);

  ls_context_unref (token->context);
  ls_value_clear (&token->value);
  g_free (token);
}

/* Contexts */

LsContext *
ls_context_new (void)
{
  LsContext *self = g_new0 (LsContext, 1);

  g_atomic_ref_count_init (&self->refs);
  return self;
}

LsContext *
ls_copy_context (void)
{
  LsContext *current = *current_place ();
  LsContext *self = ls_context_new ();

  if (current != NULL)
    self->bindings = binding_ref (current->bindings);
  return self;
}

LsContext *
ls_context_ref (LsContext *context)
{
  g_return_val_if_fail (context != NULL, NULL);

  g_atomic_ref_count_inc (&context->refs);
  return context;
}

void
ls_context_unref (LsContext *context)
{
  g_return_if_fail (context != NULL);

  if (!g_atomic_ref_count_dec (&context->refs))
    return;
  binding_unref (context->bindings);
  g_free (context);
}

LsValue
ls_context_get (LsContext *context, LsContextVar *var, GError **error)
{
  LsBinding *binding;
  g_autofree char *repr = NULL;

  g_return_val_if_fail (context != NULL && var != NULL, LS_NONE);

  binding = find (context, var);
  if (binding != NULL)
    return ls_value_copy (binding->value);
  repr = var_repr (var);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_KEY, repr);
  return LS_NONE;
}

gboolean
ls_context_contains (LsContext *context, LsContextVar *var)
{
  g_return_val_if_fail (context != NULL && var != NULL, FALSE);
  return find (context, var) != NULL;
}

/*
 * The place is the task's where a task runs, so that it may also suspend; it is the same one again at the end, also
 * where the task was destroyed meanwhile and nothing is current.
 */
LsValue
ls_context_run_with (LsContext *context, LsCoroFunc func, const LsValue *args, gsize n_args, GError **error)
{
  LsContext **place = current_place ();
  LsContext *outer = *place;
  gboolean was_entered = outer != NULL && outer->entered;
  GError *raised = NULL;
  LsValue result;

  g_return_val_if_fail (context != NULL && func != NULL, LS_NONE);

  if (context->entered || context == outer)
    {
      g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME,
                   "cannot enter context: <_contextvars.Context object at %p> is already entered", (gpointer) context);
      return LS_NONE;
    }
  if (outer != NULL)
    outer->entered = TRUE;
  context->entered = TRUE;
  *place = ls_context_ref (context);
  result = ls_value_take (func (args, &raised));
  *place = outer;
  context->entered = FALSE;
  if (outer != NULL)
    outer->entered = was_entered;
  ls_context_unref (context);
  if (raised == NULL)
    return result;
  ls_value_clear (&result);
  g_propagate_error (error, raised);
  return LS_NONE;
}

/* What takes one */

LsHandle *
ls_handle_set_context (LsHandle *handle, LsContext *context)
{
  g_return_val_if_fail (handle != NULL && context != NULL, handle);

  ls_context_assign (&handle->context, context);
  return handle;
}

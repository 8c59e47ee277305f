/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-exception-group.h"

#include <string.h>

#include "ls-error-private.h"

/* What Python appends to the text of a group. */
static char *
count_of (guint n)
{
  return g_strdup_printf (" (%u sub-exception%s)", n, n == 1 ? "" : "s");
}

GError *
ls_exception_group_new (const char *message, GError * const *errors, gsize n_errors)
{
  GPtrArray *group = g_ptr_array_new_full (n_errors, (GDestroyNotify) g_error_free);
  g_autofree char *count = count_of (n_errors);
  LsError code = LS_ERROR_EXCEPTION_GROUP;
  GError *self;

  g_return_val_if_fail (message != NULL && n_errors > 0, NULL);

  for (gsize i = 0; i < n_errors; i++)
    {
      g_ptr_array_add (group, g_error_copy (errors[i]));
      if (ls_error_is_base (errors[i]))
        code = LS_ERROR_BASE_EXCEPTION_GROUP;
    }
  self = g_error_new (LS_ERROR, code, "%s%s", message, count);
  ls_error_set_group (self, group);
  return self;
}

guint
ls_exception_group_length (const GError *error)
{
  const GPtrArray *group;

  g_return_val_if_fail (error != NULL, 0);

  group = ls_error_get_group (error);
  return group != NULL ? group->len : 0;
}

const GError *
ls_exception_group_get (const GError *error, guint i)
{
  g_return_val_if_fail (i < ls_exception_group_length (error), NULL);
  return g_ptr_array_index (ls_error_get_group (error), i);
}

char *
ls_exception_group_dup_message (const GError *error)
{
  g_autofree char *count = NULL;

  g_return_val_if_fail (ls_exception_group_length (error) > 0, NULL);

  count = count_of (ls_exception_group_length (error));
  if (!g_str_has_suffix (error->message, count))
    return g_strdup (error->message);
  return g_strndup (error->message, strlen (error->message) - strlen (count));
}

/* Taking apart */

static void split (const GError *error, LsError code, GPtrArray *taken, GPtrArray *left);

static void
add_group (GPtrArray *to, const GError *like, GPtrArray *errors)
{
  g_autofree char *message = NULL;

  if (errors->len == 0)
    return;
  message = ls_exception_group_dup_message (like);
  g_ptr_array_add (to, ls_exception_group_new (message, (GError **) errors->pdata, errors->len));
}

static void
split_group (const GError *error, LsError code, GPtrArray *taken, GPtrArray *left)
{
  g_autoptr (GPtrArray) taken_here = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GPtrArray) left_here = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  for (guint i = 0; i < ls_exception_group_length (error); i++)
    split (ls_exception_group_get (error, i), code, taken_here, left_here);
  add_group (taken, error, taken_here);
  add_group (left, error, left_here);
}

static void
split (const GError *error, LsError code, GPtrArray *taken, GPtrArray *left)
{
  if (g_error_matches (error, LS_ERROR, code))
    g_ptr_array_add (taken, g_error_copy (error));
  else if (ls_exception_group_length (error) > 0)
    split_group (error, code, taken, left);
  else
    g_ptr_array_add (left, g_error_copy (error));
}

GError *
ls_error_catch_each (GError **error, LsError code)
{
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) left = NULL;
  gboolean is_group;

  g_return_val_if_fail (error != NULL, NULL);

  if (*error == NULL)
    return NULL;
  taken = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  left = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  is_group = ls_exception_group_length (*error) > 0;
  split (*error, code, taken, left);
  g_clear_error (error);
  if (left->len > 0)
    *error = g_error_copy (g_ptr_array_index (left, 0));
  if (taken->len == 0)
    return NULL;
  return is_group ? g_error_copy (g_ptr_array_index (taken, 0))
                  : ls_exception_group_new ("", (GError **) taken->pdata, 1);
}

/* The traceback, drawn as Python does */

/* Whether the frame that closes the drawing has still to be drawn. */
static void
append_lines (GString *out, const GError *error, guint depth, gboolean *open)
{
  const GPtrArray *group = ls_error_get_group (error);
  guint n = group != NULL ? group->len : 0;
  g_autofree char *last_line = group != NULL ? ls_error_to_string (error) : ls_error_to_traceback (error);

  g_string_append_printf (out, "%*s| %s\n", 2 * depth, "", last_line);
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (out, "%*s%s+---------------- %u ----------------\n", 2 * depth, "",
                              i == 0 ? "+-" : "  ", i + 1);
      *open = TRUE;
      append_lines (out, g_ptr_array_index (group, i), depth + 1, open);
      if (i == n - 1 && *open)
        {
          g_string_append_printf (out, "%*s+------------------------------------\n", 2 * depth + 2, "");
          *open = FALSE;
        }
    }
}

char *
ls_exception_group_to_traceback (const GError *error)
{
  GString *out = g_string_new (NULL);
  gboolean open = FALSE;

  append_lines (out, error, 1, &open);
  g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

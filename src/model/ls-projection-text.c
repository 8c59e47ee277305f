/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ls-projection-private.h"

/* Text: an address is told by its place among those that were seen */

static guint
number_address (LsProjection *self, const char *digits, gsize length)
{
  g_autofree char *address = g_strndup (digits, length);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, address));

  if (n != 0)
    return n;
  n = g_hash_table_size (self->addresses) + 1;
  g_hash_table_insert (self->addresses, g_steal_pointer (&address), GUINT_TO_POINTER (n));
  return n;
}

#define LEAST_DIGITS 6      /* of what is taken for an address */

/* In what asyncio says of a task or callback: where it stands and who waits for it. */
#define PLACES "(, defined| running| created)? at [^ >]+:[0-9]+| cb=\\[[^]]*\\]| wait_for=<[^<>]*(<[^<>]*>[^<>]*)*>"
/* A time that was measured. */
#define SPANS  "[0-9]+\\.[0-9]+(?= ?(s|ms|seconds)\\b)"

static char *
clean (LsProjection *self, const char *text, gboolean is_report)
{
  g_autofree char *placeless = is_report ? g_regex_replace_literal (self->places, text, -1, 0, "", 0, NULL) : NULL;

  if (self->scope.with_time || strchr (text, '.') == NULL)
    return placeless != NULL ? g_steal_pointer (&placeless) : g_strdup (text);
  return g_regex_replace_literal (self->spans, placeless != NULL ? placeless : text, -1, 0, "…", 0, NULL);
}

guint64
ls_projection_hash_text (LsProjection *self, guint64 hash, const char *raw, gboolean is_report)
{
  g_autofree char *text = clean (self, raw, is_report);

  for (const char *c = text; *c != '\0'; c++)
    {
      gsize digits = c[0] == '0' && c[1] == 'x' ? strspn (c + 2, "0123456789abcdefABCDEF") : 0;

      if (digits < LEAST_DIGITS)
        {
          hash = (hash ^ (guchar) *c) * G_GUINT64_CONSTANT (0x100000001b3);
          continue;
        }
      hash = ls_hash_mix (hash, number_address (self, c + 2, digits));
      c += 1 + digits;
    }
  return ls_hash_mix (hash, 0xff);
}

/* "gather.<locals>._done_callback" is "done_callback" in C. */
guint64
ls_projection_hash_callback (LsProjection *self, guint64 hash, const char *name)
{
  const char *dot = strrchr (name, '.');

  name = dot != NULL ? dot + 1 : name;
  return ls_projection_hash_text (self, hash, name + strspn (name, "_"), FALSE);
}

/* A name that nobody chose only counts tasks. */
guint64
ls_projection_hash_name (LsProjection *self, guint64 hash, const char *name)
{
  const char *digits = g_str_has_prefix (name, "Task-") ? name + strlen ("Task-") : "";

  if (digits[0] != '\0' && strspn (digits, "0123456789") == strlen (digits))
    return ls_projection_hash_text (self, hash, "Task-", FALSE);
  return ls_projection_hash_text (self, hash, name, FALSE);
}

void
ls_projection_init_text (LsProjection *self)
{
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* What a program writes need not be UTF-8. */
  self->places = g_regex_new (PLACES, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
  self->spans = g_regex_new (SPANS, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
}

void
ls_projection_clear_text (LsProjection *self)
{
  g_hash_table_unref (self->addresses);
  g_regex_unref (self->places);
  g_regex_unref (self->spans);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-repr.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The fewest digits that read back as @value, as "d.ddde±xx". */
static void
shortest (double value, char *buffer, gsize size)
{
  for (guint decimals = 0; decimals <= 16; decimals++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%ue", decimals);
      g_ascii_formatd (buffer, (int) size, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        return;
    }
}

/* The digits of @scientific without the point and without zeros at the end. */
static GString *
get_digits (const char *scientific)
{
  GString *digits = g_string_new (NULL);

  for (; *scientific != 'e'; scientific++)
    if (g_ascii_isdigit (*scientific))
      g_string_append_c (digits, *scientific);
  while (digits->len > 1 && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);

  return digits;
}

/* @point: how many digits stand before the point */
static char *
lay_out (GString *digits, int point)
{
  if (point <= -4 || point > 16)
    {
      if (digits->len > 1)
        g_string_insert_c (digits, 1, '.');
      g_string_append_printf (digits, "e%c%02d", point > 0 ? '+' : '-', abs (point - 1));
    }
  else if (point <= 0)
    {
      for (int i = point; i < 0; i++)
        g_string_prepend_c (digits, '0');
      g_string_prepend (digits, "0.");
    }
  else
    {
      while (digits->len < (gsize) point)
        g_string_append_c (digits, '0');
      g_string_insert_c (digits, point, '.');
      if (digits->str[digits->len - 1] == '.')
        g_string_append_c (digits, '0');
    }

  return g_string_free (digits, FALSE);
}

char *
ls_repr_double (double value)
{
  char buffer[64];
  GString *digits;
  char *text;

  if (isnan (value))
    return g_strdup ("nan");
  if (isinf (value))
    return g_strdup (value > 0 ? "inf" : "-inf");

  shortest (fabs (value), buffer, sizeof buffer);
  digits = get_digits (buffer);
  text = lay_out (digits, atoi (strchr (buffer, 'e') + 1) + 1);
  if (signbit (value))
    {
      char *negative = g_strconcat ("-", text, NULL);

      g_free (text);
      text = negative;
    }

  return text;
}

static void
append_escaped (GString *repr, gunichar c, char quote)
{
  switch (c)
    {
    case '\n': g_string_append (repr, "\\n"); break;
    case '\r': g_string_append (repr, "\\r"); break;
    case '\t': g_string_append (repr, "\\t"); break;
    case '\\': g_string_append (repr, "\\\\"); break;
    default:
      if (c == (gunichar) quote)
        g_string_append_printf (repr, "\\%c", quote);
      else if (c == ' ' || (g_unichar_isprint (c) && !g_unichar_isspace (c)))
        g_string_append_unichar (repr, c);
      else if (c < 0x100)
        g_string_append_printf (repr, "\\x%02x", c);
      else if (c < 0x10000)
        g_string_append_printf (repr, "\\u%04x", c);
      else
        g_string_append_printf (repr, "\\U%08x", c);
    }
}

char *
ls_repr_string (const char *text)
{
  char quote = strchr (text, '\'') != NULL && strchr (text, '"') == NULL ? '"' : '\'';
  GString *repr = g_string_new (NULL);

  g_string_append_c (repr, quote);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    append_escaped (repr, g_utf8_get_char (text), quote);
  g_string_append_c (repr, quote);

  return g_string_free (repr, FALSE);
}

char *
ls_repr_error (const char *text)
{
  const char *colon = strstr (text, ": ");
  g_autofree char *message = NULL;

  if (colon == NULL)
    return g_strconcat (text, "()", NULL);

  message = ls_repr_string (colon + 2);
  return g_strdup_printf ("%.*s(%s)", (int) (colon - text), text, message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-svg-node.h"

#include <string.h>

static LsSvgNode *
new_node (const char *name)
{
  LsSvgNode *self = g_new0 (LsSvgNode, 1);

  self->name = g_strdup (name);
  self->attributes = g_ptr_array_new_with_free_func (g_free);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_svg_node_free);
  return self;
}

void
ls_svg_node_free (LsSvgNode *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->attributes);
  g_ptr_array_unref (self->children);
  g_free (self);
}

static void
add_attribute (LsSvgNode  *self,
               const char *name,
               const char *value)
{
  const char *colon = strchr (name, ':');

  if (g_str_has_prefix (name, "xmlns"))
    return;
  g_ptr_array_add (self->attributes, g_strdup (colon != NULL ? colon + 1 : name));
  g_ptr_array_add (self->attributes, g_strdup (value));
}

/* "a:b; c:d" becomes attributes of these names: what is set by either is found in one way. */
static void
add_style (LsSvgNode  *self,
           const char *style)
{
  g_auto (GStrv) properties = g_strsplit (style, ";", -1);

  for (char **property = properties; *property != NULL; property++)
    {
      char *colon = strchr (*property, ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      add_attribute (self, g_strstrip (*property), g_strstrip (colon + 1));
    }
}

static void
start_cb (GMarkupParseContext  *context,
          const char           *name,
          const char          **names,
          const char          **values,
          gpointer              data,
          GError              **error)
{
  GPtrArray *open = data;
  LsSvgNode *node = new_node (name);

  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "style") == 0)
      add_style (node, values[i]);
    else
      add_attribute (node, names[i], values[i]);
  g_ptr_array_add (((LsSvgNode *) open->pdata[open->len - 1])->children, node);
  g_ptr_array_add (open, node);
}

static void
end_cb (GMarkupParseContext  *context,
        const char           *name,
        gpointer              data,
        GError              **error)
{
  g_ptr_array_set_size (data, ((GPtrArray *) data)->len - 1);
}

LsSvgNode *
ls_svg_node_parse (const char  *svg,
                   gssize       length,
                   GError     **error)
{
  static const GMarkupParser parser = { .start_element = start_cb, .end_element = end_cb };
  g_autoptr (LsSvgNode) document = new_node ("");
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, open, NULL);

  g_ptr_array_add (open, document);
  if (!g_markup_parse_context_parse (context, svg, length, error) ||
      !g_markup_parse_context_end_parse (context, error))
    return NULL;

  return g_ptr_array_steal_index (document->children, 0);
}

const char *
ls_svg_node_get (const LsSvgNode *self,
                 const char      *attribute)
{
  for (guint i = 0; i < self->attributes->len; i += 2)
    if (strcmp (self->attributes->pdata[i], attribute) == 0)
      return self->attributes->pdata[i + 1];

  return NULL;
}

static void
write_value (const char *value,
             const char *prefix,
             gboolean    is_name,
             GString    *out)
{
  g_autofree char *text = g_markup_escape_text (value, -1);
  const char *reference = strstr (text, "url(#");

  if (is_name)
    g_string_append_printf (out, "%s%s", prefix, text);
  else if (reference != NULL)
    g_string_append_printf (out, "%.*surl(#%s%s", (int) (reference - text), text, prefix, reference + strlen ("url(#"));
  else if (text[0] == '#')
    g_string_append_printf (out, "#%s%s", prefix, text + 1);
  else
    g_string_append (out, text);
}

void
ls_svg_node_write (const LsSvgNode *self,
                   const char      *prefix,
                   GString         *out)
{
  g_string_append_printf (out, "<%s", self->name);
  for (guint i = 0; i < self->attributes->len; i += 2)
    {
      const char *name = self->attributes->pdata[i];

      g_string_append_printf (out, " %s=\"", name);
      write_value (self->attributes->pdata[i + 1], prefix, strcmp (name, "id") == 0, out);
      g_string_append_c (out, '"');
    }
  g_string_append_c (out, '>');
  for (guint i = 0; i < self->children->len; i++)
    ls_svg_node_write (self->children->pdata[i], prefix, out);
  g_string_append_printf (out, "</%s>", self->name);
}

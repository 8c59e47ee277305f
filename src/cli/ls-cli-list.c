/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "ls-catalogue.h"
#include "ls-cli-private.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print all that the catalogue says, as JSON"), NULL },
  { NULL }
};

static void
add_member (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_remarks (JsonBuilder     *builder,
             const GPtrArray *remarks)
{
  json_builder_set_member_name (builder, "remarks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < remarks->len; i++)
    {
      const LsRemark *remark = remarks->pdata[i];

      json_builder_begin_object (builder);
      add_member (builder, "says", remark->says);
      add_member (builder, "happens", remark->happens);
      add_member (builder, "anchor", remark->anchor);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_example (JsonBuilder     *builder,
             const LsExample *example)
{
  json_builder_begin_object (builder);
  add_member (builder, "name", example->name);
  add_member (builder, "title", example->title);
  add_member (builder, "group", example->group);
  add_member (builder, "summary", example->summary);
  add_member (builder, "seed", example->seed);
  add_member (builder, "clock", ls_clock_get_name (example->clock));
  json_builder_set_member_name (builder, "arguments");
  json_builder_begin_array (builder);
  for (guint i = 0; example->arguments[i] != NULL; i++)
    json_builder_add_string_value (builder, example->arguments[i]);
  json_builder_end_array (builder);
  add_member (builder, "watch", example->watch);
  add_remarks (builder, example->remarks);
  add_member (builder, "compare-with", example->compare_with);
  if (example->interrupt_at > 0)
    {
      json_builder_set_member_name (builder, "interrupt-at");
      json_builder_add_double_value (builder, example->interrupt_at);
    }
  json_builder_end_object (builder);
}

static void
print_json (const GPtrArray *examples)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < examples->len; i++)
    add_example (builder, examples->pdata[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static int
get_name_width (const GPtrArray *examples)
{
  gsize width = 0;

  for (guint i = 0; i < examples->len; i++)
    width = MAX (width, strlen (((const LsExample *) examples->pdata[i])->name));

  return width;
}

static void
print_table (const GPtrArray *examples)
{
  int width = get_name_width (examples);
  const char *group = "";

  for (guint i = 0; i < examples->len; i++)
    {
      const LsExample *example = examples->pdata[i];

      if (strcmp (example->group, group) != 0)
        g_print ("%s%s\n", i > 0 ? "\n" : "", example->group);
      group = example->group;
      g_print ("  %-*s  %s\n", width, example->name, example->summary);
    }
}

int
ls_cli_list (char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const GPtrArray *examples;
  g_auto (GStrv) words = g_strdupv (argv);
  int code;

  g_option_context_set_summary (context, _("Lists the examples that “loopscope run” and the window know."));
  g_option_context_set_description (context, _("Exit codes: 0 done, 1 the catalogue cannot be read, 2 usage, "
                                               "5 the list cannot be written."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!ls_cli_parse (context, "list", &words, &code))
    return code;
  if (words[1] != NULL)
    return ls_cli_misused ("list", _("“list” takes no arguments."));

  examples = ls_catalogue_get ();
  if (examples->len == 0)
    {
      ls_cli_say (_("There are no examples: the catalogue is not installed."));
      return LS_EXIT_FAILED;
    }
  if (as_json)
    print_json (examples);
  else
    print_table (examples);

  return ls_cli_finish_output (LS_EXIT_OK);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* loopscope attach: what there is to attach to, and watching one of these programs. */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "ls-cli-private.h"
#include "ls-entry.h"
#include "ls-narrator.h"

static gboolean as_json;
static gboolean is_narrated;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print the list as JSON"), NULL },
  { "narrate", 0, 0, G_OPTION_ARG_NONE, &is_narrated,
    N_("Tell each step on standard error instead of opening a window"), NULL },
  { NULL }
};

static void
add_member (JsonBuilder *builder,
            const char  *name,
            const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
print_json (const GPtrArray *programs)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < programs->len; i++)
    {
      const LsEntry *entry = programs->pdata[i];
      g_autoptr (GDateTime) since = g_date_time_new_from_unix_utc (ls_entry_get_start_time (entry) / G_USEC_PER_SEC);
      g_autofree char *time = g_date_time_format_iso8601 (since);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "pid");
      json_builder_add_int_value (builder, entry->pid);
      add_member (builder, "runtime", entry->runtime);
      add_member (builder, "since", time);
      add_member (builder, "command", entry->command);
      add_member (builder, "trace", entry->trace);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static void
print_table (const GPtrArray *programs)
{
  for (guint i = 0; i < programs->len; i++)
    {
      const LsEntry *entry = programs->pdata[i];
      g_autoptr (GDateTime) since = g_date_time_new_from_unix_local (ls_entry_get_start_time (entry) / G_USEC_PER_SEC);
      g_autofree char *time = g_date_time_format (since, "%F %T");

      g_print ("%8" G_GINT64_FORMAT "  %s  %-24s  %s\n", entry->pid, time, entry->runtime, entry->command);
    }
}

static int
list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) programs = ls_entry_list (&error);

  if (programs == NULL)
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_FAILED;
    }
  if (as_json)
    print_json (programs);
  else if (programs->len > 0)
    print_table (programs);
  else
    g_printerr (_("No program is running that records. “loopscope run PROGRAM” starts one, and so does LOOPSCOPE=1 in "
                  "the environment of a C program that links the engine.\n"));

  return ls_cli_finish_output (LS_EXIT_OK);
}

static void
status_changed_cb (LsSession *session,
                   gpointer   data)
{
  g_main_context_wakeup (NULL);
}

static gboolean
let_go_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_CONTINUE;
}

/* Until the program ends, or Ctrl-C lets it go. */
static int
follow (gint64 pid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session = ls_session_attach (pid, &error);
  g_autoptr (LsNarrator) narrator = NULL;
  gboolean is_let_go = FALSE;
  guint watches[] = { g_unix_signal_add (SIGINT, let_go_cb, &is_let_go),
                      g_unix_signal_add (SIGTERM, let_go_cb, &is_let_go) };

  if (session == NULL)
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_FAILED;
    }
  narrator = ls_narrator_new (session);
  g_signal_connect (session, "status-changed", G_CALLBACK (status_changed_cb), NULL);
  while (!ls_session_is_settled (session) && !is_let_go)
    {
      g_main_context_iteration (NULL, TRUE);
      ls_narrator_tell (narrator);
    }
  ls_session_close (session);
  for (guint i = 0; i < G_N_ELEMENTS (watches); i++)
    g_source_remove (watches[i]);

  return LS_EXIT_OK;
}

/* Whether it is worth a window: that nobody else watches it is seen there. */
static int
check (gint64  pid,
       gint64 *window)
{
  g_autoptr (GError) error = NULL;

  if (!ls_session_check_attach (pid, &error))
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_FAILED;
    }
  *window = pid;

  return LS_EXIT_OK;
}

/* @window: (out): the program that shall be shown in a window; 0: none */
int
ls_cli_attach (char   **argv,
               gint64  *window)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_("[PID]"));
  g_auto (GStrv) words = g_strdupv (argv);
  guint64 pid;
  int code;

  *window = 0;
  g_option_context_set_summary (context,
    _("Watches a program that is running: one of “loopscope run”, or one that records of its own accord. It can be "
      "paused and stepped, and runs on when it is let go. Without PID the programs are listed that can be attached to."));
  g_option_context_set_description (context, _("Exit codes: 0 done, 1 it cannot be attached to, 2 usage, 6 no display."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!ls_cli_parse (context, "attach", &words, &code))
    return code;
  if (words[1] == NULL && !is_narrated)
    return list ();
  if (words[1] == NULL || words[2] != NULL || as_json)
    return ls_cli_misused ("attach", _("Name one process by its number, or none for a list."));
  if (!g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXINT32, &pid, NULL))
    return ls_cli_misused ("attach", _("A process is named by its number."));

  return is_narrated ? follow (pid) : check (pid, window);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every type of the window: it can be made, says what it is told only when it changes, and is disposed of twice. */

#include "config.h"

#include <adwaita.h>

#include "ls-adaptive-bin.h"
#include "ls-application.h"
#include "ls-break-marks.h"
#include "ls-code-view.h"
#include "ls-events-page.h"
#include "ls-example-list.h"
#include "ls-export-dialog.h"
#include "ls-facts.h"
#include "ls-guide-page.h"
#include "ls-index-list.h"
#include "ls-inspector.h"
#include "ls-notice.h"
#include "ls-output-text.h"
#include "ls-output-view.h"
#include "ls-player.h"
#include "ls-program-name.h"
#include "ls-readout.h"
#include "ls-sentence-view.h"
#include "ls-source-pane.h"
#include "ls-stage-view.h"
#include "ls-start-page.h"
#include "ls-swatch.h"
#include "ls-table.h"
#include "ls-task-marks.h"
#include "ls-task-page.h"
#include "ls-tasks-page.h"
#include "ls-timeline-view.h"
#include "ls-transport.h"
#include "ls-window.h"
#include "ls-workbench.h"

static GType (*const types[]) (void) = {
  ls_adaptive_bin_get_type, ls_break_marks_get_type, ls_code_view_get_type, ls_events_page_get_type,
    ls_example_list_get_type,
  ls_export_dialog_get_type, ls_facts_get_type, ls_guide_page_get_type, ls_index_list_get_type,
    ls_inspector_get_type,
  ls_notice_get_type, ls_output_text_get_type, ls_output_view_get_type, ls_player_get_type, ls_program_get_type, ls_readout_get_type,
    ls_script_get_type, ls_sentence_view_get_type,
  ls_source_pane_get_type, ls_stage_view_get_type, ls_start_page_get_type, ls_swatch_get_type,
    ls_table_get_type,
  ls_task_marks_get_type, ls_task_page_get_type, ls_tasks_page_get_type, ls_timeline_view_get_type,
  ls_transport_get_type, ls_window_get_type, ls_workbench_get_type,
};

static void
finalized_cb (gpointer data, GObject *where)
{
  *(gboolean *) data = TRUE;
}

static void
release (GObject *object)
{
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  else
    g_object_unref (object);
}

static GObject *
make (GType type)
{
  GObject *object = g_object_new (type, NULL);

  return GTK_IS_WINDOW (object) || !G_IS_INITIALLY_UNOWNED (object) ? object
         : g_object_ref_sink (object);
}

static void
test_finalize (gconstpointer data)
{
  GType type = (*(GType (*const *) (void)) data) ();
  GObject *object = make (type);
  gboolean finalized = FALSE;

  g_object_weak_ref (object, finalized_cb, &finalized);
  release (object);
  while (!finalized && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (finalized);
}

/* dispose() may run more than once, as when a cycle is broken: an object is whole enough for the second. */
static void
test_dispose_twice (gconstpointer data)
{
  GType type = (*(GType (*const *) (void)) data) ();
  GObject *object;

  if (g_type_is_a (type, GTK_TYPE_WINDOW))
    return;   /* GTK's own end of a window is gtk_window_destroy() */
  object = make (type);
  g_object_run_dispose (object);
  g_object_run_dispose (object);
  g_object_unref (object);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static gboolean
is_ours (const GParamSpec *pspec)
{
  return g_str_has_prefix (g_type_name (pspec->owner_type), "Ls")
         && (pspec->flags & G_PARAM_WRITABLE)
         && (pspec->flags & G_PARAM_READABLE) && !(pspec->flags & G_PARAM_CONSTRUCT_ONLY);
}

/* A property set to the value it has must not notify. */
static void
check_property (GObject *object, GParamSpec *pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *signal = g_strconcat ("notify::", pspec->name, NULL);
  guint count = 0;
  gulong id = g_signal_connect (object, signal, G_CALLBACK (count_cb), &count);

  g_value_init (&value, pspec->value_type);
  g_object_get_property (object, pspec->name, &value);
  g_object_set_property (object, pspec->name, &value);
  g_assert_cmpuint (count, ==, 0);
  g_signal_handler_disconnect (object, id);
}

static void
test_notify (gconstpointer data)
{
  GType type = (*(GType (*const *) (void)) data) ();
  GObject *object = make (type);
  guint n = 0;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    if (is_ours (pspecs[i]) && !g_str_has_suffix (pspecs[i]->name, "adjustment"))
      check_property (object, pspecs[i]);
  release (object);
}

/* A player that plays nothing answers to everything. */
static void
test_idle_player (void)
{
  g_autoptr (LsPlayer) player = ls_player_new ();

  ls_player_forward (player);
  ls_player_back (player);
  ls_player_seek (player, 10);
  ls_player_set_playing (player, TRUE);
  ls_player_run_to_turn (player);
  ls_player_cancel_task (player);
  g_assert_false (ls_player_get_playing (player));
  g_assert_cmpuint (ls_player_get_position (player), ==, 0);
  g_assert_cmpint (ls_player_get_mode (player), ==, LS_MODE_NONE);
  g_assert_null (ls_player_get_state (player));
}

static void
test_index_list (void)
{
  g_autoptr (LsIndexList) list = ls_index_list_new ();
  g_autoptr (LsIndexItem) item = NULL;

  ls_index_list_set_n_items (list, 5000000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5000000);
  item = g_list_model_get_item (G_LIST_MODEL (list), 4999999);
  g_assert_cmpuint (ls_index_item_get_index (item), ==, 4999999);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 5000000));
  ls_index_list_set_n_items (list, 1);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1));
}

static void
test_program_name (void)
{
  static const struct { const char *command, *name; } cases[] = {
    { "/usr/bin/fetcher --fast", "fetcher" }, { "python3 /srv/a.py b.py", "a.py" }, { "python3", "python3" },
    { "/usr/bin/python3.14 -X dev -u 'a service.py'", "a service.py" }, { "python3 -m http.server 80", "http.server" },
    { "python3 -W ignore -c 'import x'", "python3" }, { "python3 -m", "python3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = ls_program_name (cases[i].command);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_null (ls_program_name ("it's"));
  g_assert_null (ls_program_name (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *name = g_type_name (types[i] ());
      g_autofree char *finalize = g_strdup_printf ("/app/%s/finalize", name);
      g_autofree char *dispose = g_strdup_printf ("/app/%s/dispose-twice", name);
      g_autofree char *notify = g_strdup_printf ("/app/%s/notify", name);

      g_test_add_data_func (finalize, &types[i], test_finalize);
      g_test_add_data_func (dispose, &types[i], test_dispose_twice);
      g_test_add_data_func (notify, &types[i], test_notify);
    }
  g_test_add_func ("/app/player/idle", test_idle_player);
  g_test_add_func ("/app/index-list/millions", test_index_list);
  g_test_add_func ("/app/program-name", test_program_name);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ls-export-dialog.h"
#include "ls-export-job.h"
#include "ls-widget.h"

#define PROGRESS_INTERVAL 100     /* ms */

/* The order of the rows' entries in ui/ls-export-dialog.ui */
enum { STEPS_THIS, STEPS_ALL };
enum { STYLE_LIGHT, STYLE_DARK };
static const double scales[] = { 1, 2, 4 };
static const LsGrain grains[] = { LS_GRAIN_TURN, LS_GRAIN_STEP, LS_GRAIN_ITERATION };

/* The entries of the view's row: those of LsView, and then the trace's events, which are no picture. */
enum { VIEW_EVENTS = LS_VIEW_RUN + 1 };

typedef struct { const char *extension, *label; } Format;
#define PICTURES { { ".png", N_("PNG") }, { ".svg", N_("SVG") }, { ".pdf", N_("PDF") } }
static const struct { const char *name; Format formats[4]; } views[] = {
  [LS_VIEW_STAGE]    = { "stage", PICTURES },
  [LS_VIEW_TIMELINE] = { "timeline", PICTURES },
  [LS_VIEW_FILM]     = { "film", PICTURES },
  [LS_VIEW_RUN]      = { "run", { { ".pdf", N_("PDF, a page each") }, { ".html", N_("HTML, for a browser") } } },
  [VIEW_EVENTS]      = { "events", { { ".json", N_("JSON, for Perfetto") } } },
};

/*
 * While a job runs the rows are insensitive and the button cancels it; closing the dialog cancels too.
 * `job` belongs to the running task.
 */
struct _LsExportDialog
{
  AdwWindow      parent_instance;

  AdwComboRow   *view;
  AdwComboRow   *steps;
  AdwComboRow   *grain;
  AdwComboRow   *format;
  AdwComboRow   *size;
  AdwComboRow   *style;
  AdwEntryRow   *path;
  GtkWidget     *rows;
  GtkProgressBar *progress;
  GtkLabel      *message;
  GtkButton     *save;
  LsPlayer      *player;
  GCancellable  *cancellable;
  LsExportJob   *job;
  guint          progress_source;
  guint          formats_view;      /* whose formats are offered */
  gboolean       path_edited;       /* by the user: no longer made from the rows */
};

G_DEFINE_FINAL_TYPE (LsExportDialog, ls_export_dialog, ADW_TYPE_WINDOW)

static guint
get_view (LsExportDialog *self)
{
  return adw_combo_row_get_selected (self->view);
}

static const char *
get_extension (LsExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->format);

  return views[self->formats_view].formats[MIN (selected, G_N_ELEMENTS (views[0].formats) - 1)].extension;
}

/* The name of the file */

static const char *
base_name (LsExportDialog *self)
{
  LsModel *model = ls_player_get_model (self->player);
  const LsProcessInfo *process = ls_trace_reader_get_process (ls_model_get_reader (model));

  return process != NULL && process->example != NULL && process->example[0] != '\0'
         ? process->example : "loopscope";
}

static char *
suggest_path (LsExportDialog *self)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  const char *view = views[get_view (self)].name;
  const char *extension = get_extension (self);
  guint64 step = ls_player_get_step (self->player);
  g_autofree char *name = NULL;

  if (adw_combo_row_get_selected (self->steps) == STEPS_ALL)
    name = g_strdup_printf ("%s-%s%s", base_name (self), view, extension);
  else
    name = g_strdup_printf ("%s-%s-step-%" G_GUINT64_FORMAT "%s", base_name (self), view, step,
                            extension);
  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    folder = g_get_home_dir ();
  return g_build_filename (folder, name, NULL);
}

/* A path of the user's own keeps its name and changes its ending. */
static void
update_path (LsExportDialog *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->path));
  g_autofree char *changed = NULL;
  const char *dot = strrchr (path, '.');
  gboolean edited = self->path_edited;

  if (!edited)
    changed = suggest_path (self);
  else if (dot != NULL && strchr (dot, '/') == NULL)
    changed = g_strdup_printf ("%.*s%s", (int) (dot - path), path, get_extension (self));
  else
    changed = g_strconcat (path, get_extension (self), NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->path), changed);
  self->path_edited = edited;
}

static void
path_changed_cb (LsExportDialog *self)
{
  self->path_edited = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save),
                            gtk_editable_get_text (GTK_EDITABLE (self->path))[0] != '\0');
}

static const char *
explain_steps (guint view, gboolean all)
{
  switch (view)
    {
    case LS_VIEW_STAGE:    return all ? _("A file for each step, numbered")
      : _("What the stage shows now");
    case LS_VIEW_TIMELINE: return all ? _("The whole of the trace so far")
      : _("With the playhead at this step");
    default:               return all ? _("From the beginning to the end of the trace so far")
      : _("From the beginning to this step");
    }
}

/* Keeps the format that is chosen, if the view can be had in it. */
static void
offer_formats (LsExportDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  const char *chosen = get_extension (self);
  guint view = get_view (self), selected = 0;

  if (view == self->formats_view)
    return;
  for (guint i = 0; views[view].formats[i].extension != NULL; i++)
    {
      gtk_string_list_append (labels, _(views[view].formats[i].label));
      if (g_str_equal (views[view].formats[i].extension, chosen))
        selected = i;
    }
  self->formats_view = view;
  /* A whole run is meant whole, unless one says otherwise. */
  if (view >= LS_VIEW_RUN)
    adw_combo_row_set_selected (self->steps, STEPS_ALL);
  adw_combo_row_set_model (self->format, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->format, selected);
}

static void
rows_changed_cb (LsExportDialog *self)
{
  guint view = get_view (self);
  gboolean all = adw_combo_row_get_selected (self->steps) == STEPS_ALL;
  const char *extension;

  offer_formats (self);
  extension = get_extension (self);
  if (extension == NULL)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->steps), explain_steps (view, all));
  gtk_widget_set_visible (GTK_WIDGET (self->grain), view == LS_VIEW_FILM || view == LS_VIEW_RUN);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->grain),
                                 view == LS_VIEW_RUN ? _("A page for each") : _("A frame for each"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->size), g_str_equal (extension, ".png"));
  /* A page for a browser is there in both, by the reader's choice. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->style),
                            !g_str_equal (extension, ".html") && !g_str_equal (extension, ".json"));
  if (self->player != NULL && ls_player_get_model (self->player) != NULL)
    update_path (self);
}

static void
choose_response_cb (GtkNativeDialog *chooser, int response, LsExportDialog *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->path), path);
  g_object_unref (chooser);
}

static void
choose_cb (LsExportDialog *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save the picture as"),
                                                               GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                                               _("_Choose"), _("_Cancel"));
  g_autofree char *name = g_path_get_basename (gtk_editable_get_text (GTK_EDITABLE (self->path)));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (choose_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The job */

static void
say (LsExportDialog *self, const char *text, gboolean is_error)
{
  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), text[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
set_running (LsExportDialog *self, gboolean running)
{
  gtk_widget_set_sensitive (self->rows, !running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  gtk_button_set_label (self->save, running ? _("Stop") : _("Save"));
}

static gboolean
progress_cb (gpointer data)
{
  LsExportDialog *self = data;
  double progress = ls_export_job_get_progress (self->job);

  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->progress, progress);
  else
    gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
tell_result (LsExportDialog *self, int n, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && get_view (self) != LS_VIEW_STAGE)
    say (self, _("Stopped. Nothing has been written."), FALSE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _("Stopped. Pictures that were whole by then have been kept."), FALSE);
  else if (error != NULL)
    say (self, error->message, TRUE);
  else
    {
      text = n == 1
        ? g_strdup_printf (_("Saved as %s"), gtk_editable_get_text (GTK_EDITABLE (self->path)))
                    : g_strdup_printf (ngettext ("%d picture saved", "%d pictures saved", n), n);
      say (self, text, FALSE);
    }
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LsExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  int n = ls_export_job_finish (result, &error);

  self->job = NULL;
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (self->save == NULL)
    return;
  set_running (self, FALSE);
  tell_result (self, n, error);
}

static LsPictureOptions
read_options (LsExportDialog *self)
{
  return (LsPictureOptions) {
    .view = MIN (get_view (self), LS_VIEW_RUN),
    .axis = get_view (self) == VIEW_EVENTS ? LS_AXIS_TIME : LS_AXIS_STEPS,
    .position = ls_player_get_position (self->player),
    .grain = grains[adw_combo_row_get_selected (self->grain)],
    .dark = adw_combo_row_get_selected (self->style) == STYLE_DARK,
    .scale = scales[adw_combo_row_get_selected (self->size)],
  };
}

static void
start_job (LsExportDialog *self)
{
  LsPictureOptions options = read_options (self);

  self->job = ls_export_job_new (self->player, &options,
                                 adw_combo_row_get_selected (self->steps) == STEPS_ALL,
                                 gtk_editable_get_text (GTK_EDITABLE (self->path)));
  self->cancellable = g_cancellable_new ();
  say (self, "", FALSE);
  gtk_progress_bar_set_fraction (self->progress, 0);
  set_running (self, TRUE);
  self->progress_source = g_timeout_add (PROGRESS_INTERVAL, progress_cb, self);
  ls_export_job_run (self->job, self->cancellable, finished_cb, g_object_ref (self));
}

static void
replace_response_cb (LsExportDialog *self, const char *response)
{
  if (g_str_equal (response, "replace"))
    start_job (self);
}

static void
ask_to_replace (LsExportDialog *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *body =
    g_strdup_printf (_("“%s” is there already. Its contents will be lost."), name);
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Replace the file?"), body));

  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "replace", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (replace_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_cb (LsExportDialog *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->path));

  if (self->job != NULL)
    g_cancellable_cancel (self->cancellable);
  else if (g_file_test (path, G_FILE_TEST_EXISTS))
    ask_to_replace (self, path);
  else
    start_job (self);
}

static void
ls_export_dialog_dispose (GObject *object)
{
  LsExportDialog *self = LS_EXPORT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), LS_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_export_dialog_parent_class)->dispose (object);
}

static void
ls_export_dialog_class_init (LsExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-export-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, grain);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, message);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, path);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, save);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, style);
  gtk_widget_class_bind_template_child (widget_class, LsExportDialog, view);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, path_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, rows_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ls_export_dialog_init (LsExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_selected (self->size, 1);
  if (adw_style_manager_get_dark (adw_style_manager_get_default ()))
    adw_combo_row_set_selected (self->style, STYLE_DARK);
}

GtkWidget *
ls_export_dialog_new (GtkWindow *parent, LsPlayer *player)
{
  LsExportDialog *self = g_object_new (LS_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->player = g_object_ref (player);
  ls_player_set_playing (player, FALSE);
  self->path_edited = FALSE;
  rows_changed_cb (self);
  return GTK_WIDGET (self);
}

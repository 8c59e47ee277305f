/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ls-code-view.h"
#include "ls-form.h"
#include "ls-task-marks.h"

struct _LsCodeView
{
  GtkSourceView    parent_instance;

  GtkSourceBuffer *reading;       /* for files that are only read */
  char            *path;          /* (nullable): of the file in it */
  GHashTable      *kept_breaks;   /* path: GArray of the lines that had breakpoints when another was shown */
  LsTaskMarks     *task_marks;
  LsBreakMarks    *break_marks;
  int              shown_line;    /* that was scrolled to */
};

G_DEFINE_FINAL_TYPE (LsCodeView, ls_code_view, GTK_SOURCE_TYPE_VIEW)

static GtkTextBuffer *
get_buffer (LsCodeView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static GtkSourceGutter *
get_margin (LsCodeView *self, GtkTextWindowType side)
{
  return gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self), side);
}

static GtkTextTag *
get_tag (LsCodeView *self, const char *name)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (get_buffer (self)), name);

  return tag != NULL ? tag : gtk_text_buffer_create_tag (get_buffer (self), name, NULL);
}

static void
remove_tag (LsCodeView *self, const char *name)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_buffer_remove_tag (get_buffer (self), get_tag (self, name), &start, &end);
}

static void
get_line (LsCodeView *self, int line, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line (get_buffer (self), start, line);
  *end = *start;
  gtk_text_iter_forward_line (end);
}

static void
style_changed_cb (LsCodeView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self)),
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
use_buffer (LsCodeView *self, GtkSourceBuffer *buffer, gboolean editable)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  gtk_text_view_set_buffer (view, GTK_TEXT_BUFFER (buffer));
  gtk_text_view_set_editable (view, editable);
  gtk_text_view_set_cursor_visible (view, TRUE);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (self), editable);
  gtk_source_view_set_highlight_current_line (GTK_SOURCE_VIEW (self), FALSE);
  self->shown_line = -1;
  style_changed_cb (self);
}

/* Files */

static void
keep_breaks (LsCodeView *self)
{
  g_autoptr (GArray) lines = ls_break_marks_get_lines (self->break_marks);

  for (guint i = 0; i < lines->len; i++)
    ls_break_marks_remove (self->break_marks, g_array_index (lines, guint, i));
  if (self->path != NULL)
    g_hash_table_insert (self->kept_breaks, g_strdup (self->path), g_steal_pointer (&lines));
}

static void
restore_breaks (LsCodeView *self)
{
  GArray *lines = self->path != NULL ? g_hash_table_lookup (self->kept_breaks, self->path) : NULL;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    ls_break_marks_add (self->break_marks, g_array_index (lines, guint, i));
}

static void
load (LsCodeView *self)
{
  g_autofree char *text = NULL, *valid = NULL;
  g_autoptr (GError) error = NULL;
  GtkSourceLanguage *language;
  GtkTextIter start;

  if (self->path == NULL)
    text = g_strdup ("");
  else if (!g_file_get_contents (self->path, &text, NULL, &error))
    text = g_strdup_printf (_("The source is not here.\n\n%s"), error->message);
  valid = g_utf8_make_valid (text, -1);
  /* A last newline ends a line and begins none. */
  if (g_str_has_suffix (valid, "\n"))
    valid[strlen (valid) - 1] = '\0';
  language = error == NULL && self->path != NULL
    ? gtk_source_language_manager_guess_language (gtk_source_language_manager_get_default (), self->path, NULL)
    : NULL;
  gtk_source_buffer_set_language (self->reading, language);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->reading), valid, -1);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->reading), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->reading), &start);
}

void
ls_code_view_show_file (LsCodeView *self, const char *path)
{
  g_return_if_fail (LS_IS_CODE_VIEW (self));

  if (get_buffer (self) != GTK_TEXT_BUFFER (self->reading))
    use_buffer (self, self->reading, FALSE);
  if (g_strcmp0 (self->path, path) == 0)
    return;
  keep_breaks (self);
  g_free (self->path);
  self->path = g_strdup (path);
  load (self);
  restore_breaks (self);
}

void
ls_code_view_show_buffer (LsCodeView *self, GtkSourceBuffer *buffer)
{
  g_return_if_fail (LS_IS_CODE_VIEW (self));

  if (get_buffer (self) != GTK_TEXT_BUFFER (buffer))
    use_buffer (self, buffer, TRUE);
}

/* Marks */

/* In a text that is edited the cursor stays where it is. */
static void
scroll_to (LsCodeView *self, int line)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextIter iter;
  GdkRectangle visible, place;
  GtkTextMark *mark;

  gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, line);
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_iter_location (view, &iter, &place);
  if (!gtk_text_view_get_editable (view))
    gtk_text_buffer_place_cursor (get_buffer (self), &iter);
  if (line == self->shown_line && gtk_text_view_get_editable (view))
    return;
  self->shown_line = line;
  if (place.y >= visible.y && place.y + 2 * place.height <= visible.y + visible.height)
    return;
  mark = gtk_text_buffer_create_mark (get_buffer (self), NULL, &iter, TRUE);
  gtk_text_view_scroll_to_mark (view, mark, 0, TRUE, 0, 0.4);
  gtk_text_buffer_delete_mark (get_buffer (self), mark);
}

void
ls_code_view_set_current (LsCodeView *self, int line, const GdkRGBA *fill, const GdkRGBA *bar)
{
  GtkTextIter start, end;

  g_return_if_fail (LS_IS_CODE_VIEW (self));

  remove_tag (self, "loopscope-current");
  ls_break_marks_set_current (self->break_marks, line, bar);
  if (line < 0)
    return;
  g_object_set (get_tag (self, "loopscope-current"), "paragraph-background-rgba", fill, NULL);
  get_line (self, line, &start, &end);
  gtk_text_buffer_apply_tag (get_buffer (self), get_tag (self, "loopscope-current"), &start, &end);
  scroll_to (self, line);
}

void
ls_code_view_set_tasks (LsCodeView *self, LsPlayer *player, GArray *marks)
{
  g_return_if_fail (LS_IS_CODE_VIEW (self));
  ls_task_marks_set (self->task_marks, player, marks);
}

/* Underlined as a spelling fault is, and with a cross in the margin. */
void
ls_code_view_set_fault (LsCodeView *self, int line)
{
  GtkTextIter start, end;

  g_return_if_fail (LS_IS_CODE_VIEW (self));

  remove_tag (self, "loopscope-fault");
  ls_break_marks_set_fault (self->break_marks, line);
  if (line < 0)
    return;
  g_object_set (get_tag (self, "loopscope-fault"), "underline", PANGO_UNDERLINE_ERROR, NULL);
  get_line (self, line, &start, &end);
  while (!gtk_text_iter_ends_line (&start) && g_unichar_isspace (gtk_text_iter_get_char (&start)))
    gtk_text_iter_forward_char (&start);
  gtk_text_buffer_apply_tag (get_buffer (self), get_tag (self, "loopscope-fault"), &start, &end);
}

void
ls_code_view_go_to (LsCodeView *self, guint line)
{
  GtkTextIter iter;

  g_return_if_fail (LS_IS_CODE_VIEW (self));

  gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, (int) line);
  gtk_text_buffer_place_cursor (get_buffer (self), &iter);
  self->shown_line = -1;
  scroll_to (self, (int) line);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

LsBreakMarks *
ls_code_view_get_breaks (LsCodeView *self)
{
  g_return_val_if_fail (LS_IS_CODE_VIEW (self), NULL);
  return self->break_marks;
}

void
ls_code_view_forget_breaks (LsCodeView *self)
{
  g_return_if_fail (LS_IS_CODE_VIEW (self));
  ls_break_marks_clear (self->break_marks);
  g_hash_table_remove_all (self->kept_breaks);
}

/* The type */

static void
ls_code_view_dispose (GObject *object)
{
  LsCodeView *self = LS_CODE_VIEW (object);

  if (self->break_marks != NULL)
    ls_break_marks_clear (self->break_marks);
  g_clear_object (&self->break_marks);
  g_clear_object (&self->task_marks);
  g_clear_object (&self->reading);
  G_OBJECT_CLASS (ls_code_view_parent_class)->dispose (object);
}

static void
ls_code_view_finalize (GObject *object)
{
  LsCodeView *self = LS_CODE_VIEW (object);

  g_hash_table_unref (self->kept_breaks);
  g_free (self->path);
  G_OBJECT_CLASS (ls_code_view_parent_class)->finalize (object);
}

/* A margin's renderer holds its view, so that a view with one is never freed: they are there while it can be seen. */
static void
ls_code_view_root (GtkWidget *widget)
{
  LsCodeView *self = LS_CODE_VIEW (widget);

  GTK_WIDGET_CLASS (ls_code_view_parent_class)->root (widget);
  gtk_source_gutter_insert (get_margin (self, GTK_TEXT_WINDOW_LEFT), GTK_SOURCE_GUTTER_RENDERER (self->break_marks), -40);
  gtk_source_gutter_insert (get_margin (self, GTK_TEXT_WINDOW_RIGHT), GTK_SOURCE_GUTTER_RENDERER (self->task_marks), 0);
}

static void
ls_code_view_unroot (GtkWidget *widget)
{
  LsCodeView *self = LS_CODE_VIEW (widget);

  if (self->break_marks != NULL)
    gtk_source_gutter_remove (get_margin (self, GTK_TEXT_WINDOW_LEFT), GTK_SOURCE_GUTTER_RENDERER (self->break_marks));
  if (self->task_marks != NULL)
    gtk_source_gutter_remove (get_margin (self, GTK_TEXT_WINDOW_RIGHT), GTK_SOURCE_GUTTER_RENDERER (self->task_marks));
  GTK_WIDGET_CLASS (ls_code_view_parent_class)->unroot (widget);
}

static void
end_scrolling (GtkAdjustment *adjustment)
{
  if (adjustment != NULL)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment));
}

/* GTK ends the gliding of a text that goes in the midst of it twice, with criticals: here it rests before. */
static void
ls_code_view_unmap (GtkWidget *widget)
{
  end_scrolling (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (widget)));
  end_scrolling (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)));
  GTK_WIDGET_CLASS (ls_code_view_parent_class)->unmap (widget);
}

static void
ls_code_view_constructed (GObject *object)
{
  LsCodeView *self = LS_CODE_VIEW (object);

  G_OBJECT_CLASS (ls_code_view_parent_class)->constructed (object);
  use_buffer (self, self->reading, FALSE);
}

/* From the text that is edited back to where keys step. */
static gboolean
leave_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  if (!gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)))
    return FALSE;
  return gtk_widget_activate_action (widget, "win.focus-stage", NULL);
}

/* At the cursor, as a click into the margin does. */
static gboolean
toggle_break_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  LsCodeView *self = LS_CODE_VIEW (widget);
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor, gtk_text_buffer_get_insert (get_buffer (self)));
  g_signal_emit_by_name (self->break_marks, "toggled", (guint) gtk_text_iter_get_line (&cursor));
  return TRUE;
}

static void
ls_code_view_class_init (LsCodeViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = ls_code_view_constructed;
  object_class->dispose = ls_code_view_dispose;
  object_class->finalize = ls_code_view_finalize;
  GTK_WIDGET_CLASS (klass)->root = ls_code_view_root;
  GTK_WIDGET_CLASS (klass)->unmap = ls_code_view_unmap;
  GTK_WIDGET_CLASS (klass)->unroot = ls_code_view_unroot;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, leave_cb, NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_b, GDK_CONTROL_MASK, toggle_break_cb, NULL);
}

static void
make_margins (LsCodeView *self)
{
  self->break_marks = g_object_ref_sink (LS_BREAK_MARKS (ls_break_marks_new ()));
  self->task_marks = g_object_ref_sink (LS_TASK_MARKS (ls_task_marks_new ()));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->break_marks),
                               _("Click to stop the program at this line, or no longer (Ctrl+B)"));
}

static void
ls_code_view_init (LsCodeView *self)
{
  self->kept_breaks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->reading = gtk_source_buffer_new (NULL);
  make_margins (self);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self), 4);
  gtk_source_view_set_indent_width (GTK_SOURCE_VIEW (self), 4);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (self), TRUE);
  gtk_source_view_set_smart_backspace (GTK_SOURCE_VIEW (self), TRUE);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

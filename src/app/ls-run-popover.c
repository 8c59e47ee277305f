/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-run-popover.h"
#include "ls-widget.h"
#include "ls-window.h"

struct _LsRunPopover
{
  GtkPopover    parent_instance;

  GtkWidget    *arguments_box;
  GtkEditable  *arguments;
  GtkLabel     *usage;
  GtkLabel     *fault;
  GtkWidget    *seed_box;
  GtkEditable  *seed;
  GtkDropDown  *clock;
};

G_DEFINE_FINAL_TYPE (LsRunPopover, ls_run_popover, GTK_TYPE_POPOVER)

static LsWindow *
get_window (LsRunPopover *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), LS_TYPE_WINDOW);

  return window != NULL ? LS_WINDOW (window) : NULL;
}

/* As one would type them in a shell. */
static char *
join_arguments (const char * const *arguments)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    {
      gboolean plain = arguments[i][0] != '\0' && strpbrk (arguments[i], " \t\n'\"\\$`*?[]#~&|;<>(){}!") == NULL;
      g_autofree char *quoted = plain ? g_strdup (arguments[i]) : g_shell_quote (arguments[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
    }
  return g_strdup (line->str);
}

static void
show_fault (LsRunPopover *self, GtkEditable *entry, const char *text)
{
  gtk_label_set_text (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->arguments), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->seed), "error");
  if (text == NULL)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
ls_run_popover_map (GtkWidget *widget)
{
  LsRunPopover *self = LS_RUN_POPOVER (widget);
  LsWindow *window = get_window (self);
  const LsExample *example = window != NULL ? ls_window_get_example (window) : NULL;
  const char *usage = example != NULL ? example->usage : _("What sys.argv is to hold behind the program’s name");
  g_autofree char *arguments = NULL, *seed = NULL;

  if (window != NULL && ls_window_get_program (window) != NULL)
    {
      arguments = join_arguments (ls_window_get_arguments (window));
      gtk_editable_set_text (self->arguments, arguments);
      gtk_label_set_text (self->usage, usage != NULL ? usage : "");
      gtk_widget_set_visible (self->arguments_box, usage != NULL);
      if (ls_window_get_seed (window) >= 0)
        seed = g_strdup_printf ("%" G_GINT64_FORMAT, ls_window_get_seed (window));
      gtk_editable_set_text (self->seed, seed != NULL ? seed : "");
      gtk_widget_set_visible (self->seed_box, example != NULL && example->takes_seed);
      gtk_drop_down_set_selected (self->clock, ls_window_get_clock (window));
    }
  show_fault (self, NULL, NULL);
  GTK_WIDGET_CLASS (ls_run_popover_parent_class)->map (widget);
}

/* An empty one is the example's own. */
static gboolean
read_seed (LsRunPopover *self, gint64 *seed)
{
  const char *text = gtk_editable_get_text (self->seed);
  guint64 number;

  *seed = -1;
  if (text[0] == '\0' || !gtk_widget_get_visible (self->seed_box))
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL))
    return FALSE;
  *seed = (gint64) number;
  return TRUE;
}

static gboolean
read_arguments (LsRunPopover *self, char ***arguments, GError **error)
{
  g_autofree char *line = g_strstrip (g_strdup (gtk_editable_get_text (self->arguments)));

  if (line[0] != '\0')
    return g_shell_parse_argv (line, NULL, arguments, error);
  *arguments = g_new0 (char *, 1);
  return TRUE;
}

static void
run_cb (LsRunPopover *self)
{
  LsWindow *window = get_window (self);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seed;

  if (window == NULL || ls_window_get_program (window) == NULL)
    return;
  if (!read_arguments (self, &arguments, &error))
    show_fault (self, self->arguments, error->message);
  else if (!read_seed (self, &seed))
    show_fault (self, self->seed, _("A seed is a whole number from 0."));
  else
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      ls_window_run_with (window, (const char * const *) arguments, seed,
                          (LsClockKind) gtk_drop_down_get_selected (self->clock));
    }
}

static void
ls_run_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LS_TYPE_RUN_POPOVER);
  G_OBJECT_CLASS (ls_run_popover_parent_class)->dispose (object);
}

static void
ls_run_popover_class_init (LsRunPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_run_popover_dispose;
  widget_class->map = ls_run_popover_map;
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-run-popover.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, arguments);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, arguments_box);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, clock);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, fault);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, seed);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, seed_box);
  gtk_widget_class_bind_template_child (widget_class, LsRunPopover, usage);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
}

static void
ls_run_popover_init (LsRunPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

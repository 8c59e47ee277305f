/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ls-widget.h"

void
ls_widget_dispose_children (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
ls_widget_show_button (GtkButton *button, const char *icon, const char *label, gboolean wide)
{
  AdwButtonContent *content = ADW_BUTTON_CONTENT (gtk_button_get_child (button));

  adw_button_content_set_icon_name (content, icon);
  adw_button_content_set_label (content, wide ? label : "");
  if (wide)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

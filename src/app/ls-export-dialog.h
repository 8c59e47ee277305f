/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsExportDialog: which view, of which steps, as what file. */
#define LS_TYPE_EXPORT_DIALOG (ls_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LsExportDialog, ls_export_dialog, LS, EXPORT_DIALOG, AdwWindow)

GtkWidget * ls_export_dialog_new (GtkWindow *parent, LsPlayer *player);

G_END_DECLS

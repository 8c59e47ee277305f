/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-program.h"
#include "ls-window.h"
#include "ls-workbench.h"

G_BEGIN_DECLS

struct _LsWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay  *toasts;
  AdwWindowTitle   *title;
  GtkStack         *stack;
  GtkWidget        *start_page;
  LsWorkbench      *workbench;
  GtkMenuButton    *examples_button;
  GtkMenuButton    *export_button;
  GtkPopover       *examples_popover;
  GtkWidget        *header;
  GtkWidget        *presentation;
  GtkWidget        *source_toggle;    /* where the window is not wide */
  GtkWidget        *inspector_toggle;

  LsPlayer         *player;
  GSignalGroup     *script_signals;
  LsProgram        *program;      /* what restart starts again, or NULL */
  char             *file_name;    /* of the saved trace in view */
  LsClockKind       clock;        /* of the next start */
  char            **arguments;    /* and its arguments */
  gint64            seed;         /* and its seed; -1: the example's own */
  char             *before;       /* trace of the run before this one, or NULL */
  char             *before_name;
  gboolean          was_fullscreen;   /* before the presentation */
  AdwToast         *clock_toast;  /* that says so, while it is there; borrowed */
};

/* What is to be done when the text of a script may be given up. */
typedef void (*LsWindowGoOn) (LsWindow *self, gpointer data);

void ls_window_install_actions (LsWindowClass *klass);
void ls_window_init_actions    (LsWindow *self);
void ls_window_update_actions  (LsWindow *self);

void ls_window_set_presenting  (LsWindow *self, gboolean presenting);
gboolean ls_window_get_presenting (LsWindow *self);
void ls_window_show_start_page (LsWindow *self);
void ls_window_say             (LsWindow *self, const char *text);
void ls_window_tell_failure    (LsWindow *self, const char *heading, const GError *error);

/* ls-window-open.c */
gboolean ls_window_start       (LsWindow *self);               /* starts self->program as it is to be run next */
void ls_window_compare         (LsWindow *self, const char * const what[2], const char * const names[2]);
void ls_window_remember_file   (GFile *file);
void ls_window_show_session    (LsWindow *self, LsSession *session, const char *name);     /* of no program of ours; or nothing */
void ls_window_run_script      (LsWindow *self, LsScript *script);     /* in real time */
void ls_window_run_script_as   (LsWindow *self, LsScript *script, const char * const *arguments, LsClockKind clock);

/* ls-window-attach.c */
void ls_window_install_attach_actions (LsWindowClass *klass);
void ls_window_update_attach_actions (LsWindow *self);
char * ls_window_describe_attached (LsWindow *self);       /* (nullable) */
gboolean ls_window_asks_before_signal (LsWindow *self, const char *response, const char *label);

/* ls-window-script.c */
void ls_window_install_script_actions (LsWindowClass *klass);
void ls_window_init_script     (LsWindow *self);
void ls_window_open_script     (LsWindow *self, GFile *file);
void ls_window_before_leaving  (LsWindow *self, LsWindowGoOn go_on, gpointer data, GDestroyNotify destroy);

G_END_DECLS

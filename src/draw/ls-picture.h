/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-timeline.h"

G_BEGIN_DECLS

/*
 * LsPicture: a view of a trace as a file.  The format follows from the name's ending: .png, .svg, .pdf of a stage,
 * timeline or film; .pdf and .html of a whole run; .json of its events, whatever the view.
 * Written beside the target and moved there when whole, so that no half picture is ever left.  The same trace gives
 * the same bytes.
 */
typedef enum { LS_VIEW_STAGE, LS_VIEW_TIMELINE, LS_VIEW_FILM, LS_VIEW_RUN } LsView;

/* How far a long picture is: after each page, or frame, and perhaps from another thread. */
typedef void (*LsPictureProgress) (guint done, guint total, gpointer data);

#define LS_PICTURE_ERROR (ls_picture_error_quark ())
GQuark ls_picture_error_quark (void);

typedef enum { LS_PICTURE_ERROR_FORMAT, LS_PICTURE_ERROR_TOO_LARGE, LS_PICTURE_ERROR_WRITE } LsPictureError;

typedef struct
{
  LsView   view;
  LsAxis   axis;              /* of a timeline */
  guint64  position;          /* of a stage or timeline; of the others: the last */
  guint64  from;              /* of a film or run: the first */
  LsGrain  grain;             /* of a film or run: a frame or page each */
  gboolean dark;
  double   width;             /* units; 0: the view's own */
  double   scale;             /* pixels a unit, for .png; 0: 2 */
  const char *program;        /* (nullable): what ran, if it was no example; NULL: by the trace alone */
  const char *caption;        /* (nullable): under the picture; program and step if NULL */
  LsPictureProgress progress; /* (nullable) */
  gpointer progress_data;
} LsPictureOptions;

gboolean ls_picture_write (LsModel *model, const LsPictureOptions *options, const char *path,
                           GCancellable *cancellable, GError **error);

/* For those who write parts of a picture. */
void     ls_picture_report (const LsPictureOptions *options, guint done, guint total);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsStory: a run told in pages, one for each unit of a grain: what happened, where in the source, what was written.
 *
 * A page covers all events since the one before it, so that nothing is left out between two turns.  What follows
 * the last unit is a page of its own.  Pages are told when asked for and never kept: a run may be long.
 */
typedef struct _LsStory LsStory;

#define LS_STORY_MAX_PAGES 2000
#define LS_STORY_MAX_STEPS 12     /* told of a page beside its sentence */
#define LS_STORY_MAX_WRITES 40    /* quoted of a page */

typedef struct
{
  char      *title;               /* "Turn 3 of 12", "The end" */
  guint64    shown;               /* the position whose stage is the page's picture */
  double     time;                /* loop seconds */
  char      *what, *why;          /* of the last step */
  GPtrArray *steps;               /* char: sentences of those before it, the latest LS_STORY_MAX_STEPS */
  guint64    n_left_out;          /* and how many went before these */
  char      *file;                /* (nullable): the source file, without its folders */
  guint      line;                /* where in it, from 1; 0: not known */
  guint      first_line;          /* of `source` */
  GPtrArray *source;              /* char: lines around `line`; none where the file is not here */
  GString   *output;              /* what was written on this page, whole lines */
} LsStoryPage;

/**
 * ls_story_new:
 * @from: the position after which the first page's unit ends
 * @to: the position at or before which the last one's does
 * @grain: what makes a page
 *
 * Returns: (transfer full): the story, or %NULL if it has too many pages
 */
LsStory     * ls_story_new         (LsModel *model, guint64 from, guint64 to, LsGrain grain, GError **error);
void          ls_story_free        (LsStory *self);
LsModel     * ls_story_get_model   (LsStory *self);
guint         ls_story_get_n_pages (LsStory *self);
LsStoryPage * ls_story_tell        (LsStory *self, guint page);   /* from 0; (transfer full) */
void          ls_story_page_free   (LsStoryPage *page);

/* "37 turns", for the head of a document */
char        * ls_story_format_length (LsStory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsStory, ls_story_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsStoryPage, ls_story_page_free)

G_END_DECLS

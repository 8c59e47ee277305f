/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-story.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "ls-picture.h"
#include "ls-source-text.h"

#define EXCERPT 3                 /* lines before and after the one that is meant */

struct _LsStory
{
  LsModel      *model;
  LsSourceText *text;
  LsGrain       grain;
  guint64       from, to;
  guint64       before;           /* units that ended before the first page's */
  guint         n_units;
  gboolean      has_rest;         /* something follows the last unit */
};

LsStory *
ls_story_new (LsModel  *model,
              guint64   from,
              guint64   to,
              LsGrain   grain,
              GError  **error)
{
  guint64 before = ls_model_get_unit (model, grain, from);
  guint64 n = ls_model_get_unit (model, grain, to) - before;
  LsStory *self;

  if (n > LS_STORY_MAX_PAGES)
    {
      g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_TOO_LARGE,
                   ngettext ("A run of %" PRIu64 " page is too long: choose a coarser grain "
                             "or fewer steps (at most %u pages)",
                             "A run of %" PRIu64 " pages is too long: choose a coarser grain "
                             "or fewer steps (at most %u pages)", (gulong) n), n, LS_STORY_MAX_PAGES);
      return NULL;
    }

  self = g_new0 (LsStory, 1);
  self->model = g_object_ref (model);
  self->text = ls_source_text_new ();
  self->grain = grain;
  self->from = from;
  self->to = to;
  self->before = before;
  self->n_units = n;
  self->has_rest = n == 0 || ls_model_get_unit (model, LS_GRAIN_STEP, to) >
                   ls_model_get_unit (model, LS_GRAIN_STEP, ls_model_get_unit_end (model, grain, before + n));
  return self;
}

void
ls_story_free (LsStory *self)
{
  ls_source_text_free (self->text);
  g_object_unref (self->model);
  g_free (self);
}

LsModel *
ls_story_get_model (LsStory *self)
{
  return self->model;
}

guint
ls_story_get_n_pages (LsStory *self)
{
  return self->n_units + (self->has_rest ? 1 : 0);
}

char *
ls_story_format_length (LsStory *self)
{
  guint n = self->n_units;

  switch (self->grain)
    {
    case LS_GRAIN_TURN:
      return g_strdup_printf (ngettext ("%u turn", "%u turns", n), n);
    case LS_GRAIN_ITERATION:
      return g_strdup_printf (ngettext ("%u iteration", "%u iterations", n), n);
    default:
      return g_strdup_printf (ngettext ("%u step", "%u steps", n), n);
    }
}

static char *
make_title (LsStory *self,
            guint    page)
{
  guint64 number = self->before + page + 1;
  guint64 n = ls_model_get_n_units (self->model, self->grain);

  if (page >= self->n_units)
    return g_strdup (self->to == ls_model_get_n_events (self->model) ? _("The end") : _("After that"));

  switch (self->grain)
    {
    case LS_GRAIN_TURN:
      return g_strdup_printf (_("Turn %" PRIu64 " of %" PRIu64), number, n);
    case LS_GRAIN_ITERATION:
      return g_strdup_printf (_("Iteration %" PRIu64 " of %" PRIu64), number, n);
    default:
      return g_strdup_printf (_("Step %" PRIu64 " of %" PRIu64), number, n);
    }
}

static gboolean
begins_iteration (LsStory *self,
                  guint64  position)
{
  guint64 iteration = ls_model_get_unit (self->model, LS_GRAIN_ITERATION, position);

  return position > 0 && ls_model_get_unit_end (self->model, LS_GRAIN_ITERATION, iteration) == position;
}

static void
tell_sentences (LsStory     *self,
                LsStoryPage *page,
                guint64      begin,
                guint64      end)
{
  guint64 first = ls_model_get_unit (self->model, LS_GRAIN_STEP, begin) + 1;
  guint64 last = ls_model_get_unit (self->model, LS_GRAIN_STEP, end);
  LsSentence *sentence = ls_model_describe (self->model, end);

  page->what = g_strdup (sentence->what);
  page->why = g_strdup (sentence->why);
  ls_sentence_free (sentence);

  /* The sentence is that of the last step, but where an iteration begins, which is no step. */
  if (last >= first && !begins_iteration (self, end))
    last--;
  if (last + 1 > first + LS_STORY_MAX_STEPS)
    {
      page->n_left_out = last + 1 - first - LS_STORY_MAX_STEPS;
      first += page->n_left_out;
    }
  for (guint64 step = first; step <= last; step++)
    {
      sentence = ls_model_describe (self->model, ls_model_get_unit_end (self->model, LS_GRAIN_STEP, step));
      g_ptr_array_add (page->steps, g_strdup (sentence->what));
      ls_sentence_free (sentence);
    }
}

/* The latest place in the source that the page's events name; a turn's own, not what came before it. */
static const LsSite *
find_site (LsStory *self,
           guint64  begin,
           guint64  end)
{
  LsTraceReader *reader = ls_model_get_reader (self->model);
  LsEvent event;

  for (guint64 seq = end; seq > begin; seq--)
    {
      const LsSite *site;

      if (!ls_trace_reader_get (reader, seq - 1, &event))
        continue;
      site = event.rec.site != 0 ? ls_trace_reader_get_site (reader, event.rec.site) : NULL;
      if (site != NULL && site->line > 0)
        return site;
      if (event.rec.kind == LS_EVENT_TURN && self->grain == LS_GRAIN_TURN)
        break;
    }
  return NULL;
}

static guint
count_indent (const char *line)
{
  gsize n = strspn (line, " \t");

  return line[n] == '\0' ? G_MAXUINT : n;
}

/* What all lines are indented by says nothing. */
static void
quote_lines (GPtrArray     *source,
             char * const  *lines,
             guint          n)
{
  guint indent = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    indent = MIN (indent, count_indent (lines[i]));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (source, g_strchomp (g_strdup (lines[i] + MIN (indent, strlen (lines[i])))));
}

static void
quote_source (LsStory      *self,
              LsStoryPage  *page,
              const LsSite *site)
{
  char * const *lines = ls_source_text_get_lines (self->text, site->file);
  guint n = g_strv_length ((GStrv) lines);
  guint first = site->line > EXCERPT ? site->line - EXCERPT : 1;
  guint last = MIN (site->line + EXCERPT, n);

  page->file = g_path_get_basename (site->file);
  page->line = site->line;
  if (site->line > n)
    return;
  while (first < site->line && count_indent (lines[first - 1]) == G_MAXUINT)
    first++;
  while (last > site->line && count_indent (lines[last - 1]) == G_MAXUINT)
    last--;
  page->first_line = first;
  quote_lines (page->source, lines + first - 1, last - first + 1);
}

static guint
find_output (const GArray *output,
             guint64       position)
{
  guint from = 0;

  for (guint to = output->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (output, LsOutputLine, middle).position <= position)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static void
quote_output (LsStory     *self,
              LsStoryPage *page,
              guint64      begin,
              guint64      end)
{
  const GArray *output = ls_model_get_output (self->model);
  guint first = find_output (output, begin), last = find_output (output, end);

  if (last - first > LS_STORY_MAX_WRITES)
    {
      g_string_append (page->output, "…\n");
      first = last - LS_STORY_MAX_WRITES;
    }
  for (guint i = first; i < last; i++)
    g_string_append_printf (page->output, "%s\n", g_array_index (output, LsOutputLine, i).text);
}

LsStoryPage *
ls_story_tell (LsStory *self,
               guint    number)
{
  LsStoryPage *page = g_new0 (LsStoryPage, 1);
  gboolean is_unit = number < self->n_units;
  guint64 begin = number == 0 ? self->from : ls_model_get_unit_end (self->model, self->grain, self->before + number);
  guint64 end = is_unit ? ls_model_get_unit_end (self->model, self->grain, self->before + number + 1) : self->to;
  const LsSite *site = find_site (self, begin, end);

  page->title = make_title (self, number);
  /* A turn is shown while it lasts: before the event that ends it, when its task still runs. */
  page->shown = is_unit && self->grain == LS_GRAIN_TURN ? end - 1 : end;
  page->time = ls_model_get_state (self->model, end)->time / 1e9;
  page->steps = g_ptr_array_new_with_free_func (g_free);
  page->source = g_ptr_array_new_with_free_func (g_free);
  page->output = g_string_new (NULL);
  tell_sentences (self, page, begin, end);
  quote_output (self, page, begin, end);
  if (site != NULL)
    quote_source (self, page, site);
  return page;
}

void
ls_story_page_free (LsStoryPage *page)
{
  g_free (page->title);
  g_free (page->what);
  g_free (page->why);
  g_free (page->file);
  g_ptr_array_unref (page->steps);
  g_ptr_array_unref (page->source);
  g_string_free (page->output, TRUE);
  g_free (page);
}

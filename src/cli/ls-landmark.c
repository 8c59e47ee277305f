/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-landmark.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "ls-source-text.h"

#define MAX_SENTENCES 20000   /* different ones, looked through for near ones */
#define MAX_NEAR      5
#define REACH         4       /* lines that one statement may take */

G_DEFINE_QUARK (ls-landmark-error-quark, ls_landmark_error)

/* Sentences */

typedef struct
{
  const char *beginning;
  guint64     nth;
  guint64     n_found;
  GHashTable *seen;           /* sentences */
  GPtrArray  *sentences;      /* the same, in their order */
} Search;

typedef struct { const char *sentence; guint likeness; guint place; } Candidate;

static gboolean
look_at_sentence (guint64     position,
                  const char *what,
                  gpointer    data)
{
  Search *search = data;
  char *copy;

  if (g_str_has_prefix (what, search->beginning))
    return ++search->n_found == search->nth;
  if (search->n_found == 0 && search->sentences->len < MAX_SENTENCES && !g_hash_table_contains (search->seen, what))
    {
      copy = g_strdup (what);
      g_hash_table_add (search->seen, copy);
      g_ptr_array_add (search->sentences, copy);
    }
  return FALSE;
}

/* How many of the words of one stand in the other; all of it in one piece counts most. */
static guint
count_words (char       **words,
             const char  *wanted,
             const char  *sentence)
{
  g_autofree char *folded = g_utf8_casefold (sentence, -1);
  guint n = strstr (folded, wanted) != NULL ? 100 : 0;

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && strstr (folded, *word) != NULL)
      n++;
  return n;
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *one = a, *other = b;

  if (one->likeness != other->likeness)
    return one->likeness > other->likeness ? -1 : 1;
  return one->place < other->place ? -1 : one->place > other->place;
}

static char *
list_near (Search *search)
{
  g_autofree char *wanted = g_utf8_casefold (search->beginning, -1);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < search->sentences->len; i++)
    {
      const char *sentence = search->sentences->pdata[i];
      Candidate candidate = { sentence, count_words (words, wanted, sentence), i };

      if (candidate.likeness > 0)
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < MIN (candidates->len, MAX_NEAR); i++)
    g_string_append_printf (list, "\n  %s", g_array_index (candidates, Candidate, i).sentence);
  return g_string_free (list, FALSE);
}

static void
tell_missed (const char  *anchor,
             guint64      nth,
             guint64      n_found,
             const char  *near,
             GError     **error)
{
  if (n_found > 0)
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 ngettext ("There is %" PRIu64 " step for “%s”, not %" PRIu64 ".",
                           "There are %" PRIu64 " steps for “%s”, not %" PRIu64 ".", n_found), n_found, anchor, nth);
  else if (*near != '\0')
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 _("No step begins with “%s”. The nearest are:%s"), anchor, near);
  else
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 _("No step begins with “%s”: “loopscope run --narrate” tells all of them."), anchor);
}

static guint64
find_by_sentence (LsModel     *model,
                  const char  *beginning,
                  guint64      nth,
                  GError     **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  Search search = { beginning, nth, 0, seen, sentences };
  guint64 position = ls_model_search_sentences (model, look_at_sentence, &search);
  g_autofree char *near = NULL;

  if (position == 0)
    {
      near = list_near (&search);
      tell_missed (beginning, nth, search.n_found, near, error);
    }
  return position;
}

/* Marks */

typedef struct { char *name; const char *file; guint line; } Mark;

typedef struct
{
  LsTraceReader *reader;
  LsSourceText  *text;
  GRegex        *regex;
  GHashTable    *files;       /* those looked at */
  GArray        *marks;       /* Mark, in the order of files and lines */
} Marks;

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->name);
}

/* A line of nothing but space and comment is about the one below it. */
static gboolean
has_code (const char *line,
          gsize       comment)
{
  return strspn (line, " \t") < comment;
}

/* Whether a string literal is open there. */
static gboolean
is_in_string (const char *line,
              gsize       place)
{
  gboolean is_open = FALSE;

  for (gsize i = 0; i < place; i++)
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
      is_open = !is_open;
  return is_open;
}

static void
read_marks (Marks      *self,
            const char *file)
{
  char * const *lines = ls_source_text_get_lines (self->text, file);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      Mark mark = { .file = file, .line = i + 1 };
      int comment;

      if (!g_regex_match (self->regex, lines[i], 0, &match))
        continue;
      g_match_info_fetch_pos (match, 0, &comment, NULL);
      if (is_in_string (lines[i], comment))
        continue;
      mark.name = g_match_info_fetch (match, 1);
      if (!has_code (lines[i], comment))
        do
          mark.line++;
        while (lines[mark.line - 1] != NULL && strspn (lines[mark.line - 1], " \t") == strlen (lines[mark.line - 1]));
      g_array_append_val (self->marks, mark);
    }
}

static void
find_marks (Marks *self)
{
  guint n = ls_trace_reader_get_n_sites (self->reader);

  for (guint32 id = 1; id <= n; id++)
    {
      const LsSite *site = ls_trace_reader_get_site (self->reader, id);

      if (site != NULL && site->line > 0 && g_hash_table_add (self->files, (char *) site->file))
        read_marks (self, site->file);
    }
}

static const Mark *
get_mark (Marks      *self,
          const char *name)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (strcmp (g_array_index (self->marks, Mark, i).name, name) == 0)
      return &g_array_index (self->marks, Mark, i);

  return NULL;
}

static void
tell_unknown_mark (Marks       *self,
                   const char  *name,
                   GError     **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->marks->len; i++)
    g_string_append_printf (names, "%s:%s", i > 0 ? ", " : "", g_array_index (self->marks, Mark, i).name);
  if (names->len > 0)
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 _("The source has no comment “loopscope: %s”. It has these: %s"), name, names->str);
  else
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 _("The source, as far as it is here, has no comment “loopscope: %s”, nor one of another name."), name);
}

/* The line of the statement that is marked: the first at or below the mark that the program came to. */
static guint
find_line (Marks      *self,
           const Mark *mark)
{
  guint n = ls_trace_reader_get_n_sites (self->reader);
  guint line = 0;

  for (guint32 id = 1; id <= n; id++)
    {
      const LsSite *site = ls_trace_reader_get_site (self->reader, id);

      if (site != NULL && strcmp (site->file, mark->file) == 0 && site->line >= mark->line
          && site->line < mark->line + REACH && (line == 0 || site->line < line))
        line = site->line;
    }
  return line;
}

static guint64
find_step_at (Marks       *self,
              LsModel     *model,
              const Mark  *mark,
              guint        line,
              guint64      nth,
              guint64     *n_found)
{
  guint64 n = ls_trace_reader_get_n_events (self->reader);
  guint64 latest = 0;

  for (guint64 seq = ls_trace_reader_get_first (self->reader); line > 0 && seq < n; seq++)
    {
      const LsSite *site = NULL;
      LsEvent event;
      guint64 step;

      if (ls_trace_reader_get (self->reader, seq, &event) && event.rec.site != 0)
        site = ls_trace_reader_get_site (self->reader, event.rec.site);
      if (site == NULL || site->line != line || strcmp (site->file, mark->file) != 0)
        continue;
      /* The step that the event belongs to ends with it, or later. */
      step = ls_model_get_unit (model, LS_GRAIN_STEP, seq) + 1;
      if (step == latest || step > ls_model_get_n_units (model, LS_GRAIN_STEP))
        continue;
      latest = step;
      if (++*n_found == nth)
        return ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
    }
  return 0;
}

static guint64
find_mark_step (Marks       *self,
                LsModel     *model,
                const char  *name,
                guint64      nth,
                GError     **error)
{
  const Mark *mark = get_mark (self, name);
  g_autofree char *place = NULL, *file = NULL;
  guint64 position, n_found = 0;

  if (mark == NULL)
    {
      tell_unknown_mark (self, name, error);
      return 0;
    }
  position = find_step_at (self, model, mark, find_line (self, mark), nth, &n_found);
  if (position > 0)
    return position;

  file = g_path_get_basename (mark->file);
  place = g_strdup_printf ("%s:%u", file, mark->line);
  if (n_found > 0)
    tell_missed (name, nth, n_found, "", error);
  else
    g_set_error (error, LS_LANDMARK_ERROR, LS_LANDMARK_ERROR_MISSED,
                 _("“loopscope: %s” is at %s, but no step of this trace is at that line."), name, place);
  return 0;
}

static guint64
find_by_mark (LsModel     *model,
              const char  *name,
              guint64      nth,
              GError     **error)
{
  g_autoptr (LsSourceText) text = ls_source_text_new ();
  g_autoptr (GRegex) regex = g_regex_new ("(?://|/\\*|\\*|#)[^\"]*?\\bloopscope:\\s*([\\w.-]+)", 0, 0, NULL);
  g_autoptr (GHashTable) files = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (Mark));
  Marks marks = { ls_model_get_reader (model), text, regex, files, array };

  g_array_set_clear_func (array, clear_mark);
  find_marks (&marks);
  return find_mark_step (&marks, model, name, nth, error);
}

guint64
ls_landmark_find (LsModel     *model,
                const char  *anchor,
                guint64      nth,
                GError     **error)
{
  g_return_val_if_fail (LS_IS_MODEL (model) && anchor != NULL && nth > 0, 0);

  if (anchor[0] == ':')
    return find_by_mark (model, anchor + 1, nth, error);
  return find_by_sentence (model, anchor, nth, error);
}

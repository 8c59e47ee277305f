/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * LsCatalogue: the examples and where their files are.
 *
 * Catalogue, sources and programs lie in one folder each once installed.  LOOPSCOPE_EXAMPLES, a search
 * path, comes first: it names the folders of a source and a build tree, so that no installed file has to.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "ls-catalogue.h"

#define ENV_EXAMPLES "LOOPSCOPE_EXAMPLES"

static const char * const clock_names[] = { "real", "paced", "instant" };

static void
ls_remark_free (LsRemark *self)
{
  g_free (self->says);
  g_free (self->happens);
  g_free (self->anchor);
  g_free (self);
}

static void
ls_example_free (LsExample *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->group);
  g_free (self->summary);
  g_free (self->seed);
  g_strfreev (self->arguments);
  g_free (self->usage);
  g_free (self->watch);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self->compare_with);
  g_free (self);
}

/**
 * ls_clock_from_name:
 * @name: "real", "paced" or "instant"
 * @clock: (out): which it is
 *
 * Returns: whether @name is the name of a clock
 */
gboolean
ls_clock_from_name (const char  *name,
                    LsClockKind *clock)
{
  for (guint i = 0; i < G_N_ELEMENTS (clock_names); i++)
    if (g_strcmp0 (name, clock_names[i]) == 0)
      {
        *clock = i;
        return TRUE;
      }

  return FALSE;
}

const char *
ls_clock_get_name (LsClockKind clock)
{
  g_return_val_if_fail (clock < G_N_ELEMENTS (clock_names), NULL);

  return clock_names[clock];
}

/* The first file of that name along the search path. */
static char *
find_along_path (const char *name)
{
  const char *path = g_getenv (ENV_EXAMPLES);
  g_auto (GStrv) folders = g_strsplit (path != NULL ? path : "", G_SEARCHPATH_SEPARATOR_S, -1);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (folders[i], name, NULL);

      if (folders[i][0] != '\0' && g_file_test (file, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&file);
    }

  return NULL;
}

static char *
find_file (const char *name,
           const char *installed_folder)
{
  char *file = find_along_path (name);

  return file != NULL ? file : g_build_filename (installed_folder, name, NULL);
}

static JsonNode *
get_member (JsonObject *object,
            const char *name,
            JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

static char *
get_string (JsonObject *object,
            const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);
  const char *text = node != NULL ? json_node_get_string (node) : NULL;

  return g_strdup (text != NULL ? text : "");
}

/* Words for people are translated; gettext would answer "" with its header. */
static char *
get_words (JsonObject *object,
           const char *name)
{
  g_autofree char *text = get_string (object, name);

  return g_strdup (text[0] != '\0' ? _(text) : "");
}

static char **
get_strings (JsonObject *object,
             const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_ARRAY);
  JsonArray *array = node != NULL ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_string (element) != NULL)
        g_strv_builder_add (builder, json_node_get_string (element));
    }

  return g_strv_builder_end (builder);
}

static GPtrArray *
get_remarks (JsonObject *object)
{
  GPtrArray *remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_remark_free);
  JsonNode *node = get_member (object, "remarks", JSON_NODE_ARRAY);
  JsonArray *array = node != NULL ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *source = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      LsRemark *remark;

      if (source == NULL)
        continue;
      remark = g_new0 (LsRemark, 1);
      remark->says = get_words (source, "says");
      remark->happens = get_words (source, "happens");
      remark->anchor = get_string (source, "anchor");
      g_ptr_array_add (remarks, remark);
    }

  return remarks;
}

/* (nullable): an entry without a name or with an unknown clock is none. */
static LsExample *
read_example (JsonObject *object)
{
  g_autofree char *clock = get_string (object, "clock");
  LsExample *self = g_new0 (LsExample, 1);

  self->name = get_string (object, "name");
  self->title = get_words (object, "title");
  self->group = get_words (object, "group");
  self->summary = get_words (object, "summary");
  self->seed = get_string (object, "seed");
  self->arguments = get_strings (object, "arguments");
  self->usage = get_words (object, "usage");
  self->takes_seed = json_object_get_boolean_member_with_default (object, "takes-seed", FALSE);
  self->watch = get_words (object, "watch");
  self->remarks = get_remarks (object);
  self->compare_with = get_string (object, "compare-with");
  self->interrupt_at = json_object_get_double_member_with_default (object, "interrupt-at", 0);
  if (self->compare_with[0] == '\0')
    g_clear_pointer (&self->compare_with, g_free);
  if (self->usage[0] == '\0')
    g_clear_pointer (&self->usage, g_free);

  if (self->name[0] == '\0' || !ls_clock_from_name (clock, &self->clock))
    g_clear_pointer (&self, ls_example_free);
  return self;
}

/* The examples stand in an array, at the top or as the member "examples". */
static JsonArray *
find_examples (JsonNode *root)
{
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    root = json_object_get_member (json_node_get_object (root), "examples");

  return root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
}

static void
read_examples (GPtrArray  *examples,
               JsonArray  *array,
               const char *path)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      LsExample *example =
        JSON_NODE_HOLDS_OBJECT (node) ? read_example (json_node_get_object (node)) : NULL;

      if (example != NULL)
        g_ptr_array_add (examples, example);
      else
        g_warning ("%s: entry %u has no name or no known clock", path, i + 1);
    }
}

/**
 * ls_catalogue_load:
 * @path: of a catalogue
 * @error: of GIO or json-glib
 *
 * Returns: (transfer full) (element-type LsExample) (nullable): the examples of that file, in its order
 */
GPtrArray *
ls_catalogue_load (const char  *path,
                   GError     **error)
{
  g_autoptr (GPtrArray) examples =
    g_ptr_array_new_with_free_func ((GDestroyNotify) ls_example_free);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *array;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;
  array = find_examples (json_parser_get_root (parser));
  if (array == NULL)
    {
      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                   _("“%s” holds no list of examples."), path);
      return NULL;
    }

  read_examples (examples, array, path);
  return g_steal_pointer (&examples);
}

/**
 * ls_catalogue_get:
 *
 * Returns: (transfer none) (element-type LsExample): the examples in the tutorials' order; none, with a
 *   warning, where the catalogue cannot be read
 */
const GPtrArray *
ls_catalogue_get (void)
{
  static GPtrArray *examples;

  if (g_once_init_enter (&examples))
    {
      g_autofree char *path = find_file ("catalogue.json", LS_EXAMPLES_DIR);
      g_autoptr (GError) error = NULL;
      GPtrArray *loaded = ls_catalogue_load (path, &error);

      if (loaded == NULL)
        {
          g_warning ("no catalogue of examples: %s", error->message);
          loaded = g_ptr_array_new ();
        }
      g_once_init_leave (&examples, loaded);
    }

  return examples;
}

const LsExample *
ls_catalogue_find (const char *name)
{
  const GPtrArray *examples = ls_catalogue_get ();

  for (guint i = 0; i < examples->len; i++)
    {
      const LsExample *example = examples->pdata[i];

      if (g_strcmp0 (example->name, name) == 0)
        return example;
    }

  return NULL;
}

/* Edits (insert, delete, replace, swap two neighbours) that lead from one word to the other. */
static guint
edit_distance (const char *from,
               const char *to)
{
  gsize n = strlen (from), m = strlen (to);
  g_autofree guint *rows = g_new (guint, 3 * (m + 1));
  guint *before = rows, *above = rows + m + 1, *row = rows + 2 * (m + 1);

  for (gsize j = 0; j <= m; j++)
    row[j] = j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *spare = before;

      before = above;
      above = row;
      row = spare;
      row[0] = i;
      for (gsize j = 1; j <= m; j++)
        {
          row[j] = MIN (above[j - 1] + (from[i - 1] != to[j - 1]), MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
    }

  return row[m];
}

/**
 * ls_catalogue_nearest_of:
 * @word: what was typed
 * @words: (array zero-terminated=1): what could have been meant
 *
 * Returns: (nullable) (transfer none): the one of @words most like @word, the first of equals; %NULL if
 *   none has half its letters in common
 */
const char *
ls_catalogue_nearest_of (const char         *word,
                         const char * const *words)
{
  g_autofree char *typed = g_strdelimit (g_ascii_strdown (word, -1), "_ .", '-');
  const char *nearest = NULL;
  guint least = strlen (word) / 2 + 1;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint distance = edit_distance (typed, words[i]);

      /* A beginning or an ending that was left out is nearer than other letters would be. */
      if (strlen (typed) >= 3 && (g_str_has_prefix (words[i], typed) || g_str_has_suffix (words[i], typed)))
        distance = MIN (distance, 1);
      if (distance < least)
        {
          least = distance;
          nearest = words[i];
        }
    }

  return nearest;
}

const char *
ls_catalogue_nearest (const char *name)
{
  const GPtrArray *examples = ls_catalogue_get ();
  g_autofree const char **names = g_new0 (const char *, examples->len + 1);

  for (guint i = 0; i < examples->len; i++)
    names[i] = ((const LsExample *) examples->pdata[i])->name;

  return ls_catalogue_nearest_of (name, names);
}

char *
ls_catalogue_get_program (const LsExample *example)
{
  g_return_val_if_fail (example != NULL, NULL);

  return find_file (example->name, LS_EXAMPLES_LIBEXEC_DIR);
}

char *
ls_catalogue_get_source (const LsExample *example,
                         gboolean         python)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (example != NULL, NULL);

  name = g_strconcat (example->name, python ? ".py" : ".c", NULL);
  return find_file (name, LS_EXAMPLES_DIR);
}

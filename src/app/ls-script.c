/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ls-script.h"

#define LARGEST (4 * 1024 * 1024)    /* bytes of a program's text */

struct _LsScript
{
  GObject          parent_instance;

  GtkSourceBuffer *buffer;
  GFile           *file;       /* (nullable): never saved */
  char            *name;
  char            *etag;       /* of the file, as it was read or written last */
  char            *path;       /* of the file, or of the copy of what never was one */
  char            *saved;      /* the text of the file, or with which it began */
  char            *ran;        /* (nullable): the text that was run last */
  char            *folder;     /* (nullable): private, for copies */
  gboolean         modified;
  gboolean         stale;
};

G_DEFINE_FINAL_TYPE (LsScript, ls_script, G_TYPE_OBJECT)

enum { PROP_0, PROP_NAME, PROP_MODIFIED, PROP_STALE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static char *
get_text (LsScript *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

static void
set_flag (LsScript *self, gboolean *flag, gboolean value, guint prop)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

/* By the text itself: what is changed and changed back needs neither saving nor running. */
static void
update (LsScript *self)
{
  g_autofree char *text = get_text (self);

  set_flag (self, &self->modified, !g_str_equal (text, self->saved), PROP_MODIFIED);
  set_flag (self, &self->stale, self->ran != NULL && !g_str_equal (text, self->ran), PROP_STALE);
}

/* Not to be undone: it is what the file holds. */
static void
set_text (LsScript *self, const char *text)
{
  GtkTextIter start;

  g_free (self->saved);
  self->saved = g_strdup (text);
  gtk_text_buffer_begin_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  gtk_text_buffer_end_irreversible_action (GTK_TEXT_BUFFER (self->buffer));
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (self->buffer), &start);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &start);
  update (self);
}

static void
set_file (LsScript *self, GFile *file)
{
  g_set_object (&self->file, file);
  g_free (self->path);
  self->path = g_file_get_path (file);
  g_free (self->name);
  self->name = g_file_get_basename (file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

static gboolean
read_file (LsScript *self, GFile *file, GError **error)
{
  g_autofree char *text = NULL, *etag = NULL;
  gsize length;

  if (!g_file_load_contents (file, NULL, &text, &length, &etag, error))
    return FALSE;
  if (length > LARGEST || !g_utf8_validate (text, (gssize) length, NULL))
    {
      g_autofree char *name = g_file_get_basename (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   length > LARGEST ? _("“%s” is too large to be a program’s source.")
                                    : _("“%s” is not text in UTF-8, as Python’s sources are."), name);
      return FALSE;
    }
  g_free (self->etag);
  self->etag = g_steal_pointer (&etag);
  set_text (self, text);
  return TRUE;
}

static void
ls_script_finalize (GObject *object)
{
  LsScript *self = LS_SCRIPT (object);

  if (self->folder != NULL)
    {
      g_autofree char *copy = g_build_filename (self->folder, self->name, NULL);

      g_unlink (copy);
      g_rmdir (self->folder);
    }
  g_clear_object (&self->buffer);
  g_clear_object (&self->file);
  g_free (self->name);
  g_free (self->etag);
  g_free (self->path);
  g_free (self->saved);
  g_free (self->ran);
  g_free (self->folder);
  G_OBJECT_CLASS (ls_script_parent_class)->finalize (object);
}

static void
ls_script_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsScript *self = LS_SCRIPT (object);

  switch (id)
    {
    case PROP_NAME:     g_value_set_string (value, self->name); break;
    case PROP_MODIFIED: g_value_set_boolean (value, ls_script_get_modified (self)); break;
    case PROP_STALE:    g_value_set_boolean (value, self->stale); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_script_class_init (LsScriptClass *klass)
{
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ls_script_finalize;
  object_class->get_property = ls_script_get_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, ro);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, ro);
  properties[PROP_STALE] = g_param_spec_boolean ("stale", NULL, NULL, FALSE, ro);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ls_script_init (LsScript *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  self->saved = g_strdup ("");
  self->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (self->buffer,
                                  gtk_source_language_manager_get_language (languages, "python3"));
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

LsScript *
ls_script_new (const char *name, const char *text)
{
  LsScript *self = g_object_new (LS_TYPE_SCRIPT, NULL);

  self->name = g_strdup (name);
  set_text (self, text);
  return self;
}

LsScript *
ls_script_open (GFile *file, GError **error)
{
  g_autoptr (LsScript) self = g_object_new (LS_TYPE_SCRIPT, NULL);

  if (!read_file (self, file, error))
    return NULL;
  set_file (self, file);
  return g_steal_pointer (&self);
}

GtkSourceBuffer *
ls_script_get_buffer (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), NULL);
  return self->buffer;
}

GFile *
ls_script_get_file (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), NULL);
  return self->file;
}

const char *
ls_script_get_name (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), NULL);
  return self->name;
}

const char *
ls_script_get_path (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), NULL);
  return self->path;
}

gboolean
ls_script_get_modified (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), FALSE);
  return self->modified;
}

gboolean
ls_script_get_stale (LsScript *self)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), FALSE);
  return self->stale;
}

static gboolean
has_changed_on_disk (LsScript *self)
{
  g_autoptr (GFileInfo) info = NULL;

  if (self->file == NULL)
    return FALSE;
  info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  return info == NULL || g_strcmp0 (g_file_info_get_etag (info), self->etag) != 0;
}

/* A file that is gone, or is no text for the moment, leaves what there is. */
void
ls_script_refresh (LsScript *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LS_IS_SCRIPT (self));
  if (!ls_script_get_modified (self) && has_changed_on_disk (self) && !read_file (self, self->file, &error))
    g_debug ("the file is not read again: %s", error->message);
}

static gboolean
write_file (LsScript *self, GFile *file, const char *etag, GError **error)
{
  g_autofree char *text = get_text (self), *written = NULL;

  if (!g_file_replace_contents (file, text, strlen (text), etag, FALSE, G_FILE_CREATE_NONE, &written, NULL, error))
    return FALSE;
  g_free (self->etag);
  self->etag = g_steal_pointer (&written);
  g_free (self->saved);
  self->saved = g_steal_pointer (&text);
  update (self);
  return TRUE;
}

gboolean
ls_script_save (LsScript *self, gboolean force, GError **error)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), FALSE);
  g_return_val_if_fail (self->file != NULL, FALSE);
  return write_file (self, self->file, force ? NULL : self->etag, error);
}

/* The private copy has the name of the file. */
static void
forget_copy (LsScript *self)
{
  g_autofree char *copy = self->folder != NULL ? g_build_filename (self->folder, self->name, NULL) : NULL;

  if (copy != NULL)
    g_unlink (copy);
}

gboolean
ls_script_save_as (LsScript *self, GFile *file, GError **error)
{
  g_return_val_if_fail (LS_IS_SCRIPT (self), FALSE);
  if (!write_file (self, file, NULL, error))
    return FALSE;
  forget_copy (self);
  set_file (self, file);
  return TRUE;
}

/* Running */

static char *
write_copy (LsScript *self, const char *text, GError **error)
{
  g_autofree char *copy = NULL;

  if (self->folder == NULL)
    self->folder = g_dir_make_tmp ("loopscope-XXXXXX", error);
  if (self->folder == NULL)
    return NULL;
  copy = g_build_filename (self->folder, self->name, NULL);
  if (!g_file_set_contents (copy, text, -1, error))
    return NULL;
  return g_steal_pointer (&copy);
}

static LsSession *
launch_at (LsScript *self, const char *executed, gboolean is_copy, const LsExampleRun *run, GError **error)
{
  g_autofree char *folder = self->file != NULL ? g_path_get_dirname (self->path) : g_strdup (g_get_home_dir ());
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  LsLaunch launch = {
    .clock = run->clock, .seed = run->seed, .stop_at_start = run->stop_at_start, .folder = folder,
    .script = is_copy && self->file != NULL ? self->path : NULL
  };

  g_ptr_array_add (argv, (gpointer) "python3");
  /* The folder of the copy is not one to import from: the probe puts the file's own first on the path. */
  if (launch.script != NULL)
    g_ptr_array_add (argv, (gpointer) "-P");
  g_ptr_array_add (argv, (gpointer) executed);
  for (guint i = 0; run->arguments != NULL && run->arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) run->arguments[i]);
  g_ptr_array_add (argv, NULL);
  launch.argv = (const char * const *) argv->pdata;
  return ls_session_launch (&launch, error);
}

LsSession *
ls_script_launch (LsScript *self, const LsExampleRun *run, GError **error)
{
  g_autofree char *text = NULL, *copy = NULL;
  gboolean is_copy;
  LsSession *session;

  g_return_val_if_fail (LS_IS_SCRIPT (self), NULL);
  ls_script_refresh (self);
  text = get_text (self);
  is_copy = ls_script_get_modified (self) || has_changed_on_disk (self) || self->file == NULL;
  if (is_copy && (copy = write_copy (self, text, error)) == NULL)
    return NULL;
  session = launch_at (self, is_copy ? copy : self->path, is_copy, run, error);
  if (session == NULL)
    return NULL;
  if (self->file == NULL)
    {
      g_free (self->path);
      self->path = g_steal_pointer (&copy);
    }
  g_free (self->ran);
  self->ran = g_steal_pointer (&text);
  update (self);
  return session;
}

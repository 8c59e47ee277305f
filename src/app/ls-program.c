/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-program.h"

/* One of example and script is there. */
struct _LsProgram
{
  GObject          parent_instance;

  const LsExample *example;
  LsScript        *script;
  LsLanguage       language;
};

G_DEFINE_FINAL_TYPE (LsProgram, ls_program, G_TYPE_OBJECT)

static void
ls_program_finalize (GObject *object)
{
  g_clear_object (&LS_PROGRAM (object)->script);
  G_OBJECT_CLASS (ls_program_parent_class)->finalize (object);
}

static void
ls_program_class_init (LsProgramClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ls_program_finalize;
}

static void
ls_program_init (LsProgram *self)
{
}

LsProgram *
ls_program_new_example (const LsExample *example, LsLanguage language)
{
  LsProgram *self = g_object_new (LS_TYPE_PROGRAM, NULL);

  self->example = example;
  self->language = language;
  return self;
}

LsProgram *
ls_program_new_script (LsScript *script)
{
  LsProgram *self = g_object_new (LS_TYPE_PROGRAM, NULL);

  self->script = g_object_ref (script);
  self->language = LS_LANGUAGE_PYTHON;
  return self;
}

const LsExample *
ls_program_get_example (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);
  return self->example;
}

LsScript *
ls_program_get_script (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);
  return self->script;
}

LsLanguage
ls_program_get_language (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), LS_LANGUAGE_C);
  return self->language;
}

const char *
ls_program_get_title (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);
  return self->example != NULL ? self->example->title : ls_script_get_name (self->script);
}

const char *
ls_program_get_name (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);
  return self->example != NULL ? self->example->name : ls_script_get_name (self->script);
}

char *
ls_program_describe (LsProgram *self)
{
  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);

  if (self->script != NULL && ls_script_get_file (self->script) == NULL)
    return g_strdup (_("not saved · Python on asyncio"));
  if (self->script != NULL)
    return g_strdup (ls_script_get_modified (self->script) ? _("changes not saved · Python on asyncio")
                                                           : _("Python on asyncio"));
  return g_strdup_printf (self->language == LS_LANGUAGE_C ? _("%s.c · C on Loopscope’s engine")
                                                          : _("%s.py · Python on asyncio"), self->example->name);
}

LsSession *
ls_program_launch (LsProgram *self, const LsExampleRun *run, GError **error)
{
  LsExampleRun own = *run;

  g_return_val_if_fail (LS_IS_PROGRAM (self), NULL);
  if (self->script != NULL)
    return ls_script_launch (self->script, run, error);
  own.python = self->language == LS_LANGUAGE_PYTHON;
  return ls_example_launch (self->example, &own, error);
}

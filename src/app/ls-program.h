/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-script.h"

G_BEGIN_DECLS

typedef enum { LS_LANGUAGE_C, LS_LANGUAGE_PYTHON, LS_N_LANGUAGES } LsLanguage;

/* LsProgram: what a window runs, and runs again: an example in one of its languages, or a script of the user's. */
#define LS_TYPE_PROGRAM (ls_program_get_type ())
G_DECLARE_FINAL_TYPE (LsProgram, ls_program, LS, PROGRAM, GObject)

LsProgram       * ls_program_new_example  (const LsExample *example, LsLanguage language);
LsProgram       * ls_program_new_script   (LsScript *script);

const LsExample * ls_program_get_example  (LsProgram *self);    /* (nullable) */
LsScript        * ls_program_get_script   (LsProgram *self);    /* (nullable) */
LsLanguage        ls_program_get_language (LsProgram *self);
const char      * ls_program_get_title    (LsProgram *self);
const char      * ls_program_get_name     (LsProgram *self);    /* for files that come of it, without an ending */
char            * ls_program_describe     (LsProgram *self);    /* "asyncq.py · Python on asyncio" */

LsSession       * ls_program_launch       (LsProgram *self, const LsExampleRun *run, GError **error);

G_END_DECLS

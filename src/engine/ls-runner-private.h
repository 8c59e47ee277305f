/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-runner.h"

G_BEGIN_DECLS

/* ls_runner_run() for a public function that was called from @site, where no loop runs.  @context: NULL for the
 * runner's own. */
LsValue  ls_runner_run_from  (LsRunner *self, LsCoro *main, LsContext *context, gconstpointer site, GError **error);

G_END_DECLS

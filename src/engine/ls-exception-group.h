/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-error.h"

G_BEGIN_DECLS

/*
 * Several exceptions raised as one: what comes out of a task group.
 *
 * A group is a GError as any other, %LS_ERROR_EXCEPTION_GROUP or, where one of those in it is of BaseException alone,
 * %LS_ERROR_BASE_EXCEPTION_GROUP.  Its copies share what is in it.  Python: "Exception groups".
 */

/**
 * ls_exception_group_new:
 * @message: a text, to which the number of those in it is added
 * @errors: (array length=n_errors) (element-type GError): pointers to the exceptions, copied
 * @n_errors: how many, at least 1
 *
 * Never suspends.  Python: BaseExceptionGroup().
 *
 * Returns: (transfer full): the group
 */
GError       *ls_exception_group_new         (const char *message, GError * const *errors, gsize n_errors)
                                              G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_exception_group_length:
 * @error: an exception
 *
 * Returns: how many are in it; 0 where it is no group
 */
guint         ls_exception_group_length      (const GError *error);

/**
 * ls_exception_group_get:
 * @error: a group
 * @i: which
 *
 * Returns: (transfer none): the one at place @i, lent by the group
 */
const GError *ls_exception_group_get         (const GError *error, guint i);

/**
 * ls_exception_group_dup_message:
 * @error: a group
 *
 * Returns: (transfer full): its text, less the number of those in it
 */
char         *ls_exception_group_dup_message (const GError *error);

/**
 * ls_error_catch_each:
 * @error: where a call left its exception, if it raised one; not %NULL
 * @code: the exceptions that are expected
 *
 * Takes those that are expected out of a group, and out of groups in it, and leaves the rest in `*error`.  A single
 * exception is as a group of one, whose text is empty.  Never suspends.  Python: `except*`.
 *
 * Returns: (transfer full) (nullable): a group of what was taken; %NULL where there was none
 */
GError       *ls_error_catch_each            (GError **error, LsError code) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

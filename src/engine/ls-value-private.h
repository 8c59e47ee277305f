/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/* Owns what the body of a coroutine returned: floating or not, its one reference is the engine's now. */
LsValue  ls_value_take                (LsValue value);

/* A coroutine, task or other future as the value that it is. */
LsValue  ls_value_of_awaitable        (gpointer awaitable);

/* A list of Nones, to be filled before anybody sees it. */
LsValue  ls_value_list_sized          (gsize n_items, LsValue **items);

/* CancelledError as an item of a list, lent or floating: CancelledError('') where there is no message. */
LsValue  ls_value_cancelled_error     (const char *message);

/* Whether the error's repr shows an argument even where the text is empty. */
gboolean ls_value_error_has_argument  (LsValue value);

G_END_DECLS

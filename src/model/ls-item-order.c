/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-item-order.h"

#include <math.h>
#include <string.h>

/* Numbers, strings, and tuples of them */

static gboolean
get_number (const LsQueueItem *item, double *number)
{
  switch ((int) item->tag)
    {
    case LS_TAG_BOOL:
    case LS_TAG_INT:
      *number = (double) (gint64) item->value;
      return TRUE;

    case LS_TAG_DOUBLE:
      memcpy (number, &item->value, sizeof *number);
      return !isnan (*number);

    default:
      return FALSE;
    }
}

/* The end of the quoted string that begins at @text, or NULL. */
static const char *
end_of_string (const char *text)
{
  const char *end = text + 1;

  while (*end != '\0' && *end != *text)
    end += *end == '\\' && end[1] != '\0' ? 2 : 1;
  return *end != '\0' ? end + 1 : NULL;
}

/* Compares what stands at both places and goes past it: FALSE if that has no order, or @order is not 0. */
static gboolean
pass_equal (const char **a, const char **b, int *order)
{
  char *end_a, *end_b;
  double x = g_ascii_strtod (*a, &end_a), y = g_ascii_strtod (*b, &end_b);

  if (end_a != *a && end_b != *b)
    *order = (x > y) - (x < y);
  else if ((**a == '\'' || **a == '"') && (**b == '\'' || **b == '"')
           && (end_a = (char *) end_of_string (*a)) != NULL && (end_b = (char *) end_of_string (*b)) != NULL)
    {
      gsize n_a = end_a - *a - 2, n_b = end_b - *b - 2;

      *order = memcmp (*a + 1, *b + 1, MIN (n_a, n_b));
      if (*order == 0)
        *order = (n_a > n_b) - (n_a < n_b);
    }
  else
    return FALSE;

  *a = end_a;
  *b = end_b;
  return *order == 0;
}

/* Printed tuples, such as (2, 'write'), as far as their elements are numbers and strings. */
static gboolean
tuple_before (const char *a, const char *b)
{
  int order = 0;

  if (*a != '(' || *b != '(')
    return FALSE;
  a++;
  b++;
  while (pass_equal (&a, &b, &order))
    {
      a += strspn (a, ", ");
      b += strspn (b, ", ");
      if (*a == ')' || *b == ')')
        return *b != ')';
    }
  return order < 0;
}

static gboolean
text_before (const LsQueueItem *a, const LsQueueItem *b, LsItemOrder order)
{
  g_autofree char *first = NULL;

  if (a->tag != b->tag || order.string == NULL)
    return FALSE;
  /* The second question may give up the first answer's words. */
  first = g_strdup (order.string (order.data, (guint32) a->value));
  return a->tag == LS_TAG_STRING ? strcmp (first, order.string (order.data, (guint32) b->value)) < 0
         : a->tag == LS_TAG_TEXT && tuple_before (first, order.string (order.data, (guint32) b->value));
}

static gboolean
item_before (const LsQueueItem *a, const LsQueueItem *b, LsItemOrder order)
{
  double x, y;

  return get_number (a, &x) && get_number (b, &y) ? x < y : text_before (a, b, order);
}

/* The heap */

static void
rise (GArray *array, guint at, LsItemOrder order)
{
  LsQueueItem *items = (LsQueueItem *) (void *) array->data;
  LsQueueItem item = items[at];

  for (guint parent; at > 0 && item_before (&item, &items[parent = (at - 1) / 2], order); at = parent)
    items[at] = items[parent];
  items[at] = item;
}

/* Down to a leaf along the smaller children, the right one of equals, then up to where it belongs. */
static void
sink (GArray *array, guint at, LsItemOrder order)
{
  LsQueueItem *items = (LsQueueItem *) (void *) array->data;
  LsQueueItem item = items[at];

  for (guint child = 2 * at + 1; child < array->len; child = 2 * at + 1)
    {
      if (child + 1 < array->len && !item_before (&items[child], &items[child + 1], order))
        child++;
      items[at] = items[child];
      at = child;
    }
  items[at] = item;
  rise (array, at, order);
}

void
ls_item_heap_push (GArray *items, const LsQueueItem *item, LsItemOrder order)
{
  g_array_append_val (items, *item);
  rise (items, items->len - 1, order);
}

void
ls_item_heap_take (GArray *items, guint place, LsItemOrder order)
{
  g_array_remove_index_fast (items, place);
  if (place < items->len)
    sink (items, place, order);
}

GArray *
ls_item_heap_sort (GArray *items, guint n, LsItemOrder order)
{
  g_autoptr (GArray) heap = g_array_copy (items);
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (LsQueueItem));

  while (sorted->len < n && heap->len > 0)
    {
      g_array_append_val (sorted, g_array_index (heap, LsQueueItem, 0));
      ls_item_heap_take (heap, 0, order);
    }
  return sorted;
}

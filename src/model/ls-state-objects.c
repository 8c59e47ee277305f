/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-objects.h"

static gpointer
queue_new (void)
{
  LsQueueState *queue = g_new0 (LsQueueState, 1);

  queue->items = g_array_new (FALSE, FALSE, sizeof (LsQueueItem));
  for (guint i = 0; i < G_N_ELEMENTS (queue->parked); i++)
    queue->parked[i] = g_array_new (FALSE, FALSE, sizeof (guint32));

  return queue;
}

static void
queue_free (gpointer data)
{
  LsQueueState *queue = data;

  g_array_unref (queue->items);
  for (guint i = 0; i < G_N_ELEMENTS (queue->parked); i++)
    g_array_unref (queue->parked[i]);
  g_free (queue);
}

static void
queue_copy (gpointer pto, gconstpointer pfrom)
{
  const LsQueueState *from = pfrom;
  LsQueueState *to = pto;
  LsQueueState own = *to;

  *to = *from;
  to->items = own.items;
  ls_objects_copy_array (to->items, from->items);
  for (guint i = 0; i < G_N_ELEMENTS (to->parked); i++)
    {
      to->parked[i] = own.parked[i];
      ls_objects_copy_array (to->parked[i], from->parked[i]);
    }
}

static gsize
queue_get_size (gconstpointer data)
{
  const LsQueueState *queue = data;
  gsize size = sizeof *queue + 4 * sizeof (GArray) + queue->items->len * sizeof (LsQueueItem);

  for (guint i = 0; i < G_N_ELEMENTS (queue->parked); i++)
    size += queue->parked[i]->len * sizeof (guint32);

  return size;
}

static gpointer
gather_new (void)
{
  LsGatherState *gather = g_new0 (LsGatherState, 1);

  gather->children = g_array_new (FALSE, FALSE, sizeof (guint32));
  gather->ascending = TRUE;

  return gather;
}

static void
gather_free (gpointer data)
{
  LsGatherState *gather = data;

  g_array_unref (gather->children);
  g_free (gather);
}

static void
gather_copy (gpointer pto, gconstpointer pfrom)
{
  const LsGatherState *from = pfrom;
  LsGatherState *to = pto;
  GArray *children = to->children;

  *to = *from;
  to->children = children;
  ls_objects_copy_array (to->children, from->children);
}

static gsize
gather_get_size (gconstpointer data)
{
  const LsGatherState *gather = data;

  return sizeof *gather + sizeof (GArray) + gather->children->len * sizeof (guint32);
}

static gpointer
lock_new (void)
{
  LsLockState *lock = g_new0 (LsLockState, 1);

  lock->waiting = g_array_new (FALSE, FALSE, sizeof (guint32));

  return lock;
}

static void
lock_free (gpointer data)
{
  LsLockState *lock = data;

  g_array_unref (lock->waiting);
  g_free (lock);
}

static void
lock_copy (gpointer pto, gconstpointer pfrom)
{
  const LsLockState *from = pfrom;
  LsLockState *to = pto;
  GArray *waiting = to->waiting;

  *to = *from;
  to->waiting = waiting;
  ls_objects_copy_array (to->waiting, from->waiting);
}

static gsize
lock_get_size (gconstpointer data)
{
  const LsLockState *lock = data;

  return sizeof *lock + sizeof (GArray) + lock->waiting->len * sizeof (guint32);
}

static const struct
{
  gpointer     (*create)   (void);
  GDestroyNotify destroy;
  void         (*copy)     (gpointer to, gconstpointer from);
  gsize        (*get_size) (gconstpointer object);
} kinds[] = {
  [LS_OBJECT_QUEUE] = { queue_new, queue_free, queue_copy, queue_get_size },
  [LS_OBJECT_GATHER] = { gather_new, gather_free, gather_copy, gather_get_size },
  [LS_OBJECT_LOCK] = { lock_new, lock_free, lock_copy, lock_get_size },
};

static guint32
get_id (gconstpointer object)
{
  return *(const guint32 *) object;
}

GPtrArray *
ls_objects_new (LsObjectKind kind)
{
  return g_ptr_array_new_with_free_func (kinds[kind].destroy);
}

/* Those that are there already are written over, so that nothing is allocated for most copies. */
void
ls_objects_copy (LsObjectKind kind, GPtrArray *to, const GPtrArray *from)
{
  if (to->len > from->len)
    g_ptr_array_set_size (to, (int) from->len);
  while (to->len < from->len)
    g_ptr_array_add (to, kinds[kind].create ());
  for (guint i = 0; i < from->len; i++)
    kinds[kind].copy (to->pdata[i], from->pdata[i]);
}

gsize
ls_objects_get_size (LsObjectKind kind, const GPtrArray *objects)
{
  gsize size = 0;

  for (guint i = 0; i < objects->len; i++)
    size += kinds[kind].get_size (objects->pdata[i]);

  return size;
}

/* The index of the first whose id is not below @id. */
static guint
lower_object (const GPtrArray *objects, guint32 id)
{
  guint from = 0, to = objects->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (get_id (objects->pdata[middle]) < id)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

static gboolean
is_object_at (const GPtrArray *objects, guint index, guint32 id)
{
  return index < objects->len && get_id (objects->pdata[index]) == id;
}

gpointer
ls_objects_find (const GPtrArray *objects, guint32 id)
{
  guint index = lower_object (objects, id);

  return is_object_at (objects, index, id) ? objects->pdata[index] : NULL;
}

gpointer
ls_objects_add (LsObjectKind kind, GPtrArray *objects, guint32 id)
{
  guint index = lower_object (objects, id);
  gpointer object;

  if (is_object_at (objects, index, id))
    return objects->pdata[index];

  object = kinds[kind].create ();
  *(guint32 *) object = id;
  g_ptr_array_insert (objects, (int) index, object);

  return object;
}

void
ls_objects_remove (GPtrArray *objects, guint32 id)
{
  guint index = lower_object (objects, id);

  if (is_object_at (objects, index, id))
    g_ptr_array_remove_index (objects, index);
}

void
ls_objects_copy_array (GArray *to, const GArray *from)
{
  g_array_set_size (to, 0);
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

static gpointer
nth_record (const GArray *records, guint index)
{
  return records->data + (gsize) index * g_array_get_element_size ((GArray *) records);
}

static guint
lower_record (const GArray *records, guint32 id)
{
  guint from = 0, to = records->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (get_id (nth_record (records, middle)) < id)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

gpointer
ls_records_find (const GArray *records, guint32 id)
{
  guint index = lower_record (records, id);

  return index < records->len && get_id (nth_record (records, index)) == id
         ? nth_record (records, index) : NULL;
}

gpointer
ls_records_add (GArray *records, guint32 id)
{
  gpointer found = ls_records_find (records, id);
  guint size = g_array_get_element_size (records);
  guint index = lower_record (records, id);
  g_autofree guint32 *fresh = NULL;

  if (found != NULL)
    return found;

  fresh = g_malloc0 (size);
  *fresh = id;
  g_array_insert_vals (records, index, fresh, 1);

  return nth_record (records, index);
}

void
ls_records_remove (GArray *records, guint32 id)
{
  if (ls_records_find (records, id) != NULL)
    g_array_remove_index (records, lower_record (records, id));
}

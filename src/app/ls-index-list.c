/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-index-list.h"

struct _LsIndexItem
{
  GObject parent_instance;

  guint   index;
};

G_DEFINE_FINAL_TYPE (LsIndexItem, ls_index_item, G_TYPE_OBJECT)

static void
ls_index_item_class_init (LsIndexItemClass *klass)
{
}

static void
ls_index_item_init (LsIndexItem *self)
{
}

guint
ls_index_item_get_index (LsIndexItem *self)
{
  g_return_val_if_fail (LS_IS_INDEX_ITEM (self), 0);
  return self->index;
}

struct _LsIndexList
{
  GObject parent_instance;

  guint   n_items;
};

static GType
ls_index_list_get_item_type (GListModel *model)
{
  return LS_TYPE_INDEX_ITEM;
}

static guint
ls_index_list_model_get_n_items (GListModel *model)
{
  return LS_INDEX_LIST (model)->n_items;
}

static gpointer
ls_index_list_get_item (GListModel *model, guint position)
{
  LsIndexItem *item;

  if (position >= LS_INDEX_LIST (model)->n_items)
    return NULL;
  item = g_object_new (LS_TYPE_INDEX_ITEM, NULL);
  item->index = position;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ls_index_list_get_item_type;
  iface->get_n_items = ls_index_list_model_get_n_items;
  iface->get_item = ls_index_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LsIndexList, ls_index_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ls_index_list_class_init (LsIndexListClass *klass)
{
}

static void
ls_index_list_init (LsIndexList *self)
{
}

LsIndexList *
ls_index_list_new (void)
{
  return g_object_new (LS_TYPE_INDEX_LIST, NULL);
}

guint
ls_index_list_get_n_items (LsIndexList *self)
{
  g_return_val_if_fail (LS_IS_INDEX_LIST (self), 0);
  return self->n_items;
}

void
ls_index_list_set_n_items (LsIndexList *self, guint n_items)
{
  guint before;

  g_return_if_fail (LS_IS_INDEX_LIST (self));
  before = self->n_items;
  self->n_items = n_items;
  if (n_items > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_items - before);
  else if (n_items < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_items, before - n_items, 0);
}

void
ls_index_list_reset (LsIndexList *self, guint n_items)
{
  guint before;

  g_return_if_fail (LS_IS_INDEX_LIST (self));
  before = self->n_items;
  self->n_items = n_items;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n_items);
}

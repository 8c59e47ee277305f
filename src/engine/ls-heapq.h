/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * Python's heapq for arrays of any type.  Private.
 *
 * The order in which equal elements come out is part of what asyncio does (timers of one deadline), so this
 * sifts exactly as CPython's Lib/heapq.py describes: a pop puts the last element at the root, moves the
 * smaller child up until a leaf is reached (the right one where they are equal), and from there sifts the
 * element down towards the root again.
 *
 * LS_DEFINE_HEAPQ (name, Type, less) defines name_push(), name_pop() and name_heapify() on GArrays of Type,
 * less (const Type *, const Type *) being Python's `<`.
 */
#define LS_DEFINE_HEAPQ(name, Type, less)                                          \
                                                                                   \
static void                                                                        \
name##_sift_down (Type *heap, gsize start, gsize at)                               \
{                                                                                  \
  Type item = heap[at];                                                            \
                                                                                   \
  while (at > start)                                                               \
    {                                                                              \
      gsize parent = (at - 1) >> 1;                                                \
                                                                                   \
      if (!less (&item, &heap[parent]))                                            \
        break;                                                                     \
      heap[at] = heap[parent];                                                     \
      at = parent;                                                                 \
    }                                                                              \
  heap[at] = item;                                                                 \
}                                                                                  \
                                                                                   \
static void                                                                        \
name##_sift_up (Type *heap, gsize length, gsize start)                             \
{                                                                                  \
  Type item = heap[start];                                                         \
  gsize at = start;                                                                \
                                                                                   \
  for (gsize child = 2 * at + 1; child < length; child = 2 * at + 1)               \
    {                                                                              \
      if (child + 1 < length && !less (&heap[child], &heap[child + 1]))            \
        child++;                                                                   \
      heap[at] = heap[child];                                                      \
      at = child;                                                                  \
    }                                                                              \
  heap[at] = item;                                                                 \
  name##_sift_down (heap, start, at);                                              \
}                                                                                  \
                                                                                   \
static G_GNUC_UNUSED void                                                          \
name##_push (GArray *array, Type item)                                             \
{                                                                                  \
  g_array_append_val (array, item);                                                \
  name##_sift_down ((Type *) (gpointer) array->data, 0, array->len - 1);           \
}                                                                                  \
                                                                                   \
static G_GNUC_UNUSED Type                                                          \
name##_pop (GArray *array)                                                         \
{                                                                                  \
  Type *heap = (Type *) (gpointer) array->data;                                    \
  Type last = heap[array->len - 1];                                                \
  Type first = heap[0];                                                            \
                                                                                   \
  g_array_set_size (array, array->len - 1);                                        \
  if (array->len == 0)                                                             \
    return last;                                                                   \
  heap[0] = last;                                                                  \
  name##_sift_up (heap, array->len, 0);                                            \
  return first;                                                                    \
}                                                                                  \
                                                                                   \
static G_GNUC_UNUSED void                                                          \
name##_heapify (GArray *array)                                                     \
{                                                                                  \
  for (gsize i = array->len / 2; i-- > 0;)                                         \
    name##_sift_up ((Type *) (gpointer) array->data, array->len, i);               \
}

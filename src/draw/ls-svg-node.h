/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* LsSvgNode: an element of an SVG document that cairo wrote, with what is in it; text is of no use there. */
typedef struct
{
  char      *name;
  GPtrArray *attributes;          /* char: name, value, name, value...; without their namespace */
  GPtrArray *children;            /* LsSvgNode */
} LsSvgNode;

LsSvgNode  * ls_svg_node_parse     (const char *svg, gssize length, GError **error);   /* its root */
void         ls_svg_node_free      (LsSvgNode *self);
/* A property of its style is an attribute as any other. */
const char * ls_svg_node_get       (const LsSvgNode *self, const char *attribute);     /* (nullable) */

/* @prefix: put before its ids and before where it refers to ids */
void         ls_svg_node_write     (const LsSvgNode *self, const char *prefix, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSvgNode, ls_svg_node_free)

G_END_DECLS

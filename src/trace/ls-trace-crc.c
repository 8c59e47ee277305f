/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-crc.h"

#include <string.h>

/* CRC-32 as of zlib and PNG, eight bytes at a time: table n is what a byte does n places further on. */
#define POLYNOMIAL 0xedb88320u

static guint32 tables[8][256];

static void
fill_tables (void)
{
  for (guint32 byte = 0; byte < 256; byte++)
    {
      guint32 crc = byte;

      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (POLYNOMIAL & -(crc & 1));
      tables[0][byte] = crc;
    }
  for (guint n = 1; n < 8; n++)
    for (guint byte = 0; byte < 256; byte++)
      tables[n][byte] = (tables[n - 1][byte] >> 8) ^ tables[0][tables[n - 1][byte] & 0xff];
}

/* @length is a multiple of 8. */
static guint32
go_on (guint32 crc, const void *data, gsize length)
{
  const guint8 *at = data;

  for (const guint8 *end = at + length; at < end; at += 8)
    {
      guint64 word;

      memcpy (&word, at, sizeof word);
      word = GUINT64_FROM_LE (word) ^ crc;
      crc = 0;
      for (guint n = 0; n < 8; n++)
        crc ^= tables[7 - n][(word >> (8 * n)) & 0xff];
    }
  return crc;
}

/**
 * ls_trace_crc_holds:
 * @block: a sealed block's header, with %LS_BLOCK_BY_CRC
 * @payload: the bytes after it, up to `committed`
 *
 * Returns: whether they are what was sealed
 */
gboolean
ls_trace_crc_holds (const LsTraceBlock *block, const void *payload)
{
  static gsize filled;
  LsTraceBlock head = *block;
  guint32 crc;

  if (g_once_init_enter (&filled))
    {
      fill_tables ();
      g_once_init_leave (&filled, 1);
    }
  head.check[0] = head.check[1] = 0;
  crc = ~go_on (go_on (0xffffffffu, &head, sizeof head), payload, block->committed - sizeof head);
  return block->check[0] == crc && block->check[1] == 0;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-trace-event.h"

G_BEGIN_DECLS

/*
 * The bytes of a trace file, as FORMAT.md describes them.  All numbers are little-endian.
 *
 * A file is a row of blocks of 64 KiB.  Block 0 holds the file header; every other block begins with a
 * block header and holds things of one kind, written by one thread.  What a block holds counts up to its
 * `committed` length, which is stored after the bytes it covers.
 */
#define LS_TRACE_MAGIC        "LSTRACE\n"
#define LS_TRACE_VERSION      1u
#define LS_TRACE_BLOCK_SIZE   65536u
#define LS_TRACE_BLOCK_MAGIC  0x4b42534cu   /* "LSBK" */

typedef enum { LS_TRACE_OPEN, LS_TRACE_COMPLETE } LsTraceFileState;

typedef struct
{
  char    magic[8];
  guint32 version;
  guint32 block_size;
  guint32 record_size;
  guint32 state;         /* LsTraceFileState */
  guint32 given_back;    /* empty blocks before this one were given back to keep to the limit */
  guint32 reserved;
  guint64 first_seq;     /* number of the first event kept */
  guint64 unused[3];
} LsTraceFileHeader;

G_STATIC_ASSERT (sizeof (LsTraceFileHeader) == 64);

typedef enum
{
  LS_BLOCK_EVENTS = 1,   /* LsRecord */
  LS_BLOCK_NAMES,        /* entries: strings and sites */
  LS_BLOCK_MEASURES,     /* LsTraceMeasure */
  LS_BLOCK_PROCESS,      /* entries: what the program is */
  LS_BLOCK_RESOLUTIONS,  /* entries: strings, and where sites are in the source */
  LS_BLOCK_TEXTS         /* entries: strings that only events near them use, such as output */
} LsTraceBlockKind;

enum { LS_BLOCK_SEALED = 1, LS_BLOCK_BY_CRC = 2 };

typedef struct
{
  guint32 magic;
  guint16 kind;          /* LsTraceBlockKind */
  guint16 flags;         /* LS_BLOCK_SEALED: nothing will be added, and `check` holds; LS_BLOCK_BY_CRC: a CRC */
  guint32 thread;        /* ordinal, from 1 */
  guint32 committed;     /* bytes that count, from the beginning of the block; a multiple of 8 */
  union
  {
    guint64 seq;                                /* events, measures: number of the first event */
    struct { guint32 string, site; } name;      /* names, resolutions: ids of the first of each */
  } first;
  gint64  base_time;     /* events: loop ns from which the first record's dt counts */
  guint64 last_seq;      /* sealed events: number of the last one */
  guint64 check[2];      /* of the block up to `committed`, these two taken as 0 */
  guint64 reserved;
} LsTraceBlock;

G_STATIC_ASSERT (sizeof (LsTraceBlock) == 64);

#define LS_TRACE_BLOCK_RECORDS  ((LS_TRACE_BLOCK_SIZE - sizeof (LsTraceBlock)) / sizeof (LsRecord))

/* An entry of a block of names, resolutions or process information, followed by `length` bytes, at least one
 * 0 and as many as bring the next entry to a multiple of 8.  Unknown types are passed over. */
typedef struct { guint16 type, reserved; guint32 length; } LsTraceEntry;

typedef enum
{
  LS_ENTRY_STRING = 1,   /* its bytes; ids count up in a block */
  LS_ENTRY_SITE,         /* LsTraceSiteEntry; likewise */
  LS_ENTRY_RESOLUTION,   /* LsTraceResolutionEntry */
  LS_ENTRY_RUNTIME = 16, /* text */
  LS_ENTRY_PROGRAM,      /* text */
  LS_ENTRY_ARGUMENTS,    /* text */
  LS_ENTRY_EXAMPLE,      /* text */
  LS_ENTRY_PID,          /* gint64 */
  LS_ENTRY_START_TIME    /* gint64: µs since 1970 */
} LsTraceEntryType;

/* file and function: strings, 0 while unresolved. */
typedef struct { guint32 module, line; guint64 offset; guint32 file, function; } LsTraceSiteEntry;
typedef struct { guint32 site, line, file, function; } LsTraceResolutionEntry;

/* Ids of strings in blocks of texts have this bit, and count up apart from those of names. */
#define LS_TRACE_TEXT_ID     0x80000000u

/* The longest string that a trace holds: what is longer is cut or, if it is output, told in pieces. */
#define LS_TRACE_STRING_MAX  32768u

/* How much of a text fits a string, not cutting a character in two. */
static inline gsize
ls_trace_string_bound (const char *text, gsize length)
{
  if (length <= LS_TRACE_STRING_MAX)
    return length;
  length = LS_TRACE_STRING_MAX;
  while (length > LS_TRACE_STRING_MAX - 4 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

static inline gsize
ls_trace_entry_size (gsize length)
{
  return sizeof (LsTraceEntry) + ((length + 8) & ~(gsize) 7);
}

/* The top byte of `what` is the type, the rest the number of the event it is about. */
typedef struct { guint64 what; gint64 value; } LsTraceMeasure;

typedef enum
{
  LS_MEASURE_WALL = 1,   /* value: wall ns since the trace began, read just before the event */
  LS_MEASURE_HELD        /* value: wall ns for which the handle or turn begun by the event held the loop, when long */
} LsTraceMeasureType;

#define LS_MEASURE_SEQ_MASK   G_GUINT64_CONSTANT (0x00ffffffffffffff)

/* A running sum over 64-bit words, and the sum of those: detects every change of one word, and is a few
 * instructions in C and two calls in Python. */
static inline void
ls_trace_check_words (guint64 check[2], const guint64 *words, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      check[0] += words[i];
      check[1] += check[0];
    }
}

/**
 * ls_trace_block_check:
 * @block: a block's header
 * @payload: the bytes after it, up to `committed`, which is in range and a multiple of 8
 * @check: (out): where the check sum goes
 */
static inline void
ls_trace_block_check (const LsTraceBlock *block, const void *payload, guint64 check[2])
{
  LsTraceBlock head = *block;
  guint64 words[sizeof head / 8];

  head.check[0] = head.check[1] = 0;
  __builtin_memcpy (words, &head, sizeof head);
  check[0] = check[1] = 0;
  ls_trace_check_words (check, words, G_N_ELEMENTS (words));
  ls_trace_check_words (check, payload, (block->committed - sizeof head) / 8);
}

/* To be called by the block's one writer, who adds nothing after it. */
static inline void
ls_trace_block_seal (LsTraceBlock *block)
{
  LsTraceBlock head = *block;

  head.flags |= LS_BLOCK_SEALED;
  ls_trace_block_check (&head, block + 1, head.check);
  block->check[0] = head.check[0];
  block->check[1] = head.check[1];
  __atomic_store_n (&block->flags, head.flags, __ATOMIC_RELEASE);
}

G_END_DECLS

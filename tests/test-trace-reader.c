/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ls-enums.h"
#include "ls-trace-format.h"
#include "ls-trace-reader.h"
#include "ls-trace-writer.h"

/* Five blocks of events and as many things beside them as there are kinds. */
#define N_EVENTS 10000
#define N_BLOCKS 9

typedef struct
{
  char   *path;
  guint8 *bytes;           /* of a whole trace */
  gsize   size;
} Fixture;

static void
write_trace (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsTraceWriter) w = ls_trace_writer_new (path, &error);
  LsTraceProcess process = { "test", "/bin/test", "test", NULL, 1, 2 };
  guint32 name, site;

  g_assert_no_error (error);
  ls_trace_writer_set_process (w, &process);
  name = ls_trace_writer_string (w, "Task-1");
  site = ls_trace_writer_add_site (w, "/bin/test", 16, NULL, NULL, 0);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      if (i % 10 == 0)
        ls_trace_writer_mark (w, i);
      ls_trace_writer_event (w, LS_EVENT_TASK_CREATED, 0, i + 1, name, 0, LS_TAG_NONE, 0, site, i);
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->path = g_strdup_printf ("%s/test-trace-reader-%d.looptrace", g_get_tmp_dir (), (int) getpid ());
  write_trace (f->path);
  g_file_get_contents (f->path, (char **) &f->bytes, &f->size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->size, ==, N_BLOCKS * LS_TRACE_BLOCK_SIZE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_free (f->path);
  g_free (f->bytes);
}

static void
put (Fixture *f, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (f->path, (char *) f->bytes, (gssize) size, &error);
  g_assert_no_error (error);
}

static LsTraceBlock *
block (Fixture *f, guint number)
{
  return (LsTraceBlock *) (f->bytes + number * LS_TRACE_BLOCK_SIZE);
}

/* The nth block of a kind. */
static LsTraceBlock *
block_of (Fixture *f, LsTraceBlockKind kind, guint nth)
{
  for (guint number = 1; number < N_BLOCKS; number++)
    if (block (f, number)->kind == kind && nth-- == 0)
      return block (f, number);
  g_assert_not_reached ();
}

/* Reads all there is, and gives how many events there were. */
static guint
read_all (LsTraceReader *reader)
{
  guint64 n = ls_trace_reader_get_n_events (reader);
  guint there = 0;
  LsEvent event;

  for (guint64 seq = 0; seq < n; seq++)
    if (ls_trace_reader_get (reader, seq, &event))
      {
        g_assert_cmpuint (event.seq, ==, seq);
        ls_trace_reader_get_string (reader, event.rec.a);
        ls_trace_reader_get_site (reader, event.rec.site);
        there++;
      }
  return there;
}

static LsTraceReader *
open_damaged (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  LsTraceReader *reader;

  put (f, f->size);
  reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
  return reader;
}

static guint
n_problems (LsTraceReader *reader)
{
  return ls_trace_reader_get_problems (reader)->len;
}

static void
assert_refused (Fixture *f, gsize size, int code)
{
  g_autoptr (GError) error = NULL;

  put (f, size);
  g_assert_null (ls_trace_reader_new (f->path, &error));
  g_assert_error (error, LS_TRACE_ERROR, code);
  g_assert_nonnull (strstr (error->message, f->path));
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (LsTraceReader) reader = open_damaged (f);
  LsEvent event;

  g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
  g_assert_cmpuint (n_problems (reader), ==, 0);
  g_assert_true (ls_trace_reader_get (reader, 4321, &event));
  g_assert_cmpint (event.wall, ==, 4320);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, event.rec.a), ==, "Task-1");
  g_assert_cmpuint (ls_trace_reader_get_n_sites (reader), ==, 1);
}

static void
test_no_trace (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_refused (f, 0, LS_TRACE_ERROR_EMPTY);
  assert_refused (f, 30, LS_TRACE_ERROR_NOT_A_TRACE);
  f->bytes[3] ^= 1;
  assert_refused (f, f->size, LS_TRACE_ERROR_NOT_A_TRACE);
  f->bytes[3] ^= 1;
  ((LsTraceFileHeader *) f->bytes)->version = LS_TRACE_VERSION + 1;
  assert_refused (f, f->size, LS_TRACE_ERROR_VERSION);
  ((LsTraceFileHeader *) f->bytes)->version = LS_TRACE_VERSION;
  ((LsTraceFileHeader *) f->bytes)->block_size = 0;
  assert_refused (f, f->size, LS_TRACE_ERROR_DAMAGED);

  g_assert_null (ls_trace_reader_new (g_get_tmp_dir (), &error));
  g_assert_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_NOT_A_TRACE);
  g_clear_error (&error);
  g_assert_null (ls_trace_reader_new ("/nonexistent", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Wherever it is cut: what is left is a trace, and the more is left the more events it has. */
static void
test_any_prefix (Fixture *f, gconstpointer data)
{
  guint before = 0;

  for (gsize size = sizeof (LsTraceFileHeader); size < f->size; size += 4099)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LsTraceReader) reader = NULL;
      guint n;

      put (f, size);
      reader = ls_trace_reader_new (f->path, &error);
      g_assert_no_error (error);
      n = read_all (reader);
      g_assert_cmpuint (n, ==, ls_trace_reader_get_n_events (reader));
      g_assert_cmpuint (n, >=, before);
      before = n;
    }
  g_assert_cmpuint (before, >, N_EVENTS - LS_TRACE_BLOCK_RECORDS);
}

static void
test_cut_says_so (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsTraceReader) reader = NULL;
  LsTraceBlock *last = block_of (f, LS_BLOCK_EVENTS, 4);

  put (f, (gsize) ((guint8 *) last - f->bytes) + 1000);
  reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read_all (reader), ==, last->first.seq + (1000 - sizeof *last) / sizeof (LsRecord));
  g_assert_cmpuint (n_problems (reader), ==, 1);
}

/* A wrong bit costs its block and no more, and is told. */
static void
test_flipped_bit (Fixture *f, gconstpointer data)
{
  LsTraceBlock *bad = block_of (f, LS_BLOCK_EVENTS, 1);
  g_autoptr (LsTraceReader) reader = NULL;
  LsEvent event;

  ((guint8 *) bad)[30000] ^= 0x80;
  reader = open_damaged (f);
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, N_EVENTS);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS - (bad->last_seq - bad->first.seq + 1));
  g_assert_cmpuint (n_problems (reader), ==, 1);
  g_assert_false (ls_trace_reader_get (reader, bad->first.seq, &event));
  g_assert_true (ls_trace_reader_get (reader, bad->first.seq - 1, &event));
  g_assert_true (ls_trace_reader_get (reader, bad->last_seq + 1, &event));
}

static void
test_lost_header (Fixture *f, gconstpointer data)
{
  LsTraceBlock *bad = block_of (f, LS_BLOCK_EVENTS, 1);
  guint lost = (guint) (bad->last_seq - bad->first.seq + 1);
  g_autoptr (LsTraceReader) reader = NULL;

  bad->magic = 7;
  reader = open_damaged (f);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS - lost);
  g_assert_cmpuint (n_problems (reader), ==, 1);
}

/* The magic comes last: until it is there, a block at the end of an open trace is none, and then it is a whole one. */
static void
test_block_being_begun (Fixture *f, gconstpointer data)
{
  LsTraceBlock *last = block (f, N_BLOCKS - 1);
  g_autoptr (LsTraceReader) reader = NULL;
  FILE *file;
  guint before;

  ((LsTraceFileHeader *) f->bytes)->state = LS_TRACE_OPEN;
  last->magic = 0;
  reader = open_damaged (f);
  before = read_all (reader);
  g_assert_cmpuint (n_problems (reader), ==, 0);
  last->magic = LS_TRACE_BLOCK_MAGIC;
  file = fopen (f->path, "r+");
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long) ((guint8 *) last - f->bytes), SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (last, sizeof *last, 1, file), ==, 1);
  g_assert_cmpint (fclose (file), ==, 0);
  ls_trace_reader_refresh (reader);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
  g_assert_cmpuint (before, <=, N_EVENTS);
  g_assert_cmpuint (n_problems (reader), ==, 0);
}

static void
test_wiped_block (Fixture *f, gconstpointer data)
{
  LsTraceBlock *bad = block_of (f, LS_BLOCK_EVENTS, 1);
  guint lost = (guint) (bad->last_seq - bad->first.seq + 1);
  g_autoptr (LsTraceReader) reader = NULL;

  memset (bad, 0, LS_TRACE_BLOCK_SIZE);
  reader = open_damaged (f);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS - lost);
  g_assert_cmpuint (n_problems (reader), ==, 1);
}

/* Lost names are empty; all events are there. */
static void
test_lost_names (Fixture *f, gconstpointer data)
{
  g_autoptr (LsTraceReader) reader = NULL;

  ((guint8 *) block_of (f, LS_BLOCK_NAMES, 0))[80] ^= 1;
  reader = open_damaged (f);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, 1), ==, "");
  g_assert_null (ls_trace_reader_get_site (reader, 1));
  g_assert_cmpuint (n_problems (reader), ==, 1);
}

/* Lengths and numbers that cannot be are not believed, and cost no memory. */
static void
test_forged_headers (Fixture *f, gconstpointer data)
{
  LsTraceBlock good = *block_of (f, LS_BLOCK_EVENTS, 1);
  LsTraceBlock *bad = block_of (f, LS_BLOCK_EVENTS, 1);
  LsTraceBlock forged[8];

  for (guint i = 0; i < G_N_ELEMENTS (forged); i++)
    forged[i] = good;
  forged[0].committed = G_MAXUINT32 & ~7u;
  forged[1].committed = 1;
  forged[2].first.seq = G_MAXUINT64;
  forged[3].last_seq = G_MAXUINT64 - 1;
  forged[4].last_seq = 0;
  forged[5].first.seq = G_GUINT64_CONSTANT (1) << 40;
  forged[6].kind = LS_BLOCK_NAMES;
  forged[6].first.name.site = G_MAXUINT32;
  forged[7].kind = 77;
  for (guint i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      g_autoptr (LsTraceReader) reader = NULL;

      *bad = forged[i];
      reader = open_damaged (f);
      g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, N_EVENTS);
      g_assert_cmpuint (read_all (reader), ==, N_EVENTS - (good.last_seq - good.first.seq + 1));
      g_assert_cmpuint (ls_trace_reader_get_n_sites (reader), ==, 1);
      g_assert_cmpuint (n_problems (reader), ==, i < 7);
    }
}

/* A first event that cannot be is not believed either. */
static void
test_forged_first (Fixture *f, gconstpointer data)
{
  const struct { guint64 first; guint32 given_back; } forged[] = { { 5000, 0 }, { G_MAXUINT64 / 2, 3 }, { 20000, 3 } };
  LsTraceFileHeader *header = (LsTraceFileHeader *) f->bytes;

  for (guint i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      g_autoptr (LsTraceReader) reader = NULL;

      header->first_seq = forged[i].first;
      header->given_back = forged[i].given_back;
      reader = open_damaged (f);
      g_assert_cmpuint (ls_trace_reader_get_first (reader), ==, 0);
      g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, N_EVENTS);
      g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
    }
}

static void
reseal (LsTraceBlock *block)
{
  block->flags = 0;
  ls_trace_block_seal (block);
}

/* What is wrong in itself although its check sum is right. */
static void
test_forged_contents (Fixture *f, gconstpointer data)
{
  LsTraceBlock *events = block_of (f, LS_BLOCK_EVENTS, 1);
  LsTraceBlock *names = block_of (f, LS_BLOCK_NAMES, 0);
  LsRecord *records = (LsRecord *) (events + 1);
  g_autoptr (LsTraceReader) reader = NULL;

  ((LsTraceEntry *) (names + 1))->length = G_MAXUINT32;
  records[3] = (LsRecord) { .kind = LS_EVENT_BASE, .value = G_MAXUINT64 };
  reseal (names);
  reseal (events);
  reader = open_damaged (f);
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, N_EVENTS);
  read_all (reader);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, 1), ==, "");
  g_assert_cmpuint (n_problems (reader), >=, 1);
}

/* Any damage anywhere: nothing that the reader does depends on the file being right. */
static void
test_random_damage (Fixture *f, gconstpointer data)
{
  g_autofree guint8 *good = g_memdup2 (f->bytes, f->size);

  for (guint round = 0; round < 150; round++)
    {
      g_autoptr (LsTraceReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      guint n = (guint) g_test_rand_int_range (1, 20);

      memcpy (f->bytes, good, f->size);
      for (guint i = 0; i < n; i++)
        {
          /* Headers and first entries as often as the rest. */
          gsize at = (gsize) g_test_rand_int_range (0, (gint) (f->size / 8));

          if (g_test_rand_bit ())
            at = (gsize) g_test_rand_int_range (1, N_BLOCKS) * LS_TRACE_BLOCK_SIZE / 8
                 + (gsize) g_test_rand_int_range (0, 12);
          ((guint64 *) f->bytes)[at] ^= (guint64) 1 << g_test_rand_int_range (0, 64);
          if (g_test_rand_bit ())
            block (f, (guint) g_test_rand_int_range (1, N_BLOCKS))->flags = 0;
        }
      put (f, f->size);
      reader = ls_trace_reader_new (f->path, &error);
      if (reader == NULL)
        continue;
      g_assert_cmpuint (ls_trace_reader_get_n_events (reader), <=, (N_BLOCKS + 2) * LS_TRACE_BLOCK_RECORDS);
      read_all (reader);
      ls_trace_reader_get_n_sites (reader);
      for (guint32 id = 0; id < 10; id++)
        ls_trace_reader_get_site (reader, id);
    }
}

/* The file is cut while it is read. */
static void
test_truncated_meanwhile (Fixture *f, gconstpointer data)
{
  g_autoptr (LsTraceReader) reader = open_damaged (f);

  g_assert_cmpint (truncate (f->path, LS_TRACE_BLOCK_SIZE * 4 + 100), ==, 0);
  ls_trace_reader_refresh (reader);
  g_assert_cmpuint (read_all (reader), <, N_EVENTS);
  g_assert_cmpint (truncate (f->path, 0), ==, 0);
  ls_trace_reader_refresh (reader);
  read_all (reader);
}

/* A huge hole in the file is neither read through nor made room for. */
static void
test_sparse (Fixture *f, gconstpointer data)
{
  g_autoptr (LsTraceReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  put (f, f->size);
  g_assert_cmpint (truncate (f->path, (off_t) 1 << 40), ==, 0);
  reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
  g_assert_cmpuint (n_problems (reader), ==, 0);
}

/* Where sites are in the source is added when the program has ended, and found again. */
static void
test_resolutions (Fixture *f, gconstpointer data)
{
  LsSite sites[3000];
  g_autofree char *long_name = g_strnfill (500, 'f');
  g_autoptr (LsTraceReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  put (f, f->size);
  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    sites[i] = (LsSite) { .id = i + 1, .file = "/src/a.c", .function = i == 7 ? long_name : "count", .line = i + 10 };
  g_assert_true (ls_trace_add_resolutions (f->path, sites, G_N_ELEMENTS (sites), &error));
  g_assert_no_error (error);
  sites[0].line = 99;
  g_assert_true (ls_trace_add_resolutions (f->path, sites, 1, &error));

  reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read_all (reader), ==, N_EVENTS);
  g_assert_cmpuint (n_problems (reader), ==, 0);
  g_assert_cmpuint (ls_trace_reader_get_n_sites (reader), ==, 1);
  g_assert_cmpstr (ls_trace_reader_get_site (reader, 1)->module, ==, "/bin/test");
  g_assert_cmpstr (ls_trace_reader_get_site (reader, 1)->file, ==, "/src/a.c");
  g_assert_cmpstr (ls_trace_reader_get_site (reader, 1)->function, ==, "count");
  g_assert_cmpuint (ls_trace_reader_get_site (reader, 1)->line, ==, 99);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, 1), ==, "Task-1");

  ls_trace_reader_resolve (reader, 1, "/b.c", "other", 5);
  g_assert_cmpstr (ls_trace_reader_get_site (reader, 1)->function, ==, "other");
}

static void
test_resolutions_of_cut (Fixture *f, gconstpointer data)
{
  LsSite site = { .id = 1, .file = "a.c", .function = "f", .line = 1 };
  g_autoptr (GError) error = NULL;

  put (f, f->size - 20000);
  g_assert_false (ls_trace_add_resolutions (f->path, &site, 1, &error));
  g_assert_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_DAMAGED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/trace/reader/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("whole", test_whole);
  ADD ("no-trace", test_no_trace);
  ADD ("any-prefix", test_any_prefix);
  ADD ("cut-says-so", test_cut_says_so);
  ADD ("flipped-bit", test_flipped_bit);
  ADD ("lost-header", test_lost_header);
  ADD ("block-being-begun", test_block_being_begun);
  ADD ("wiped-block", test_wiped_block);
  ADD ("lost-names", test_lost_names);
  ADD ("forged-headers", test_forged_headers);
  ADD ("forged-first", test_forged_first);
  ADD ("forged-contents", test_forged_contents);
  ADD ("random-damage", test_random_damage);
  ADD ("truncated-meanwhile", test_truncated_meanwhile);
  ADD ("sparse", test_sparse);
  ADD ("resolutions", test_resolutions);
  ADD ("resolutions-of-cut", test_resolutions_of_cut);
#undef ADD
  return g_test_run ();
}

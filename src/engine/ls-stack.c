/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-stack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

#define MIN_SIZE    (16 * 1024)
#define MAX_SIZE    ((gsize) 1 << 30)
#define MAX_ARENAS  1024
#define FIRST_ARENA 64          /* stacks; each further arena doubles the whole */

/* At one and the same place of their pages, all fibers would contend for the same few sets of the caches. */
#define SPREAD_STEP  64
#define SPREAD_STEPS 16

/* Stacks are looked through for unused ones once in so many releases and seconds. */
#define LOOK_RELEASES 1024
#define LOOK_SECONDS  2
#define GIVE_BACK_MIN 1024

/*
 * Arenas are only ever added: the signal handler of a fault walks them without a lock, and what a
 * program needed once it may need again.  An arena is written before the count that makes it visible.
 */
typedef struct
{
  char  *base;
  gsize  n_stacks;
  gsize  first;          /* the ordinal of its first stack */
} Arena;

static Arena arenas[MAX_ARENAS];
static guint n_arenas;   /* atomic */

/* What all pools share: the part of the youngest arena that was never given out. */
static GMutex fresh_lock;
static gsize n_fresh;

static gsize page_size;
static gsize stack_size;
static gsize stride;      /* from one stack to the next: a guard, the stack, perhaps a page that nobody uses */
static gboolean light_guards;

typedef struct
{
  gpointer *tops;
  gsize     n;
  gsize     allocated;
} Tops;

/*
 * One a thread.  `warm` is in order of release, the warmest at the end; its first `untouched` elements
 * have not moved since the last look, so nobody needed them for that long.  `cold` are those whose
 * memory was given back, and those that were taken for their room and not used yet.
 */
typedef struct _Pool Pool;

struct _Pool
{
  Tops   warm;
  Tops   cold;
  gsize  untouched;
  guint  until_look;
  time_t looked;
  Pool  *next;           /* among the orphans */
};

/* Pools of ended threads, to be taken over by new ones. */
static Pool *orphans;

/* Lies above each room, at the stack's top.  Memory that was given back says that nothing is lent. */
typedef struct
{
  gboolean is_lent;
} __attribute__ ((aligned (16))) Roof;

static void abandon_pool (gpointer data);

static __thread Pool *thread_pool LS_FAST_TLS;
static GPrivate pool_owner = G_PRIVATE_INIT (abandon_pool);

__thread gssize ls_stack_n_expected LS_FAST_TLS;

static inline Roof *
roof_of (gpointer top)
{
  return (Roof *) top - 1;
}

static inline void
tops_push (Tops *tops, gpointer top)
{
  if (G_UNLIKELY (tops->n == tops->allocated))
    {
      tops->allocated = MAX (64, tops->allocated * 2);
      tops->tops = g_renew (gpointer, tops->tops, tops->allocated);
    }
  tops->tops[tops->n++] = top;
}

static time_t
now_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC_COARSE, &now);
  return now.tv_sec;
}

static gsize
size_from_environment (void)
{
  const char *text = g_getenv ("LOOPSCOPE_STACK");
  char *end;
  guint64 bytes;

  if (text == NULL || *text == '\0')
    return LS_STACK_DEFAULT_SIZE;
  errno = 0;
  bytes = g_ascii_strtoull (text, &end, 10);
  if (errno != 0 || *end != '\0' || !g_ascii_isdigit (*text) || bytes < MIN_SIZE || bytes > MAX_SIZE)
    {
      g_printerr ("loopscope: LOOPSCOPE_STACK=%s is not a number of bytes from %d to %" G_GSIZE_FORMAT
                  "; using %d\n", text, MIN_SIZE, MAX_SIZE, LS_STACK_DEFAULT_SIZE);
      return LS_STACK_DEFAULT_SIZE;
    }
  return bytes;
}

/* Kernels before 6.13 do not know the advice.  Valgrind is not told of what it does, and wants few stacks anyway. */
static gboolean
probe_light_guards (gsize page)
{
  char *probe = mmap (NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gboolean works;

  if (probe == MAP_FAILED)
    return FALSE;
  works = madvise (probe, page, MADV_GUARD_INSTALL) == 0;
  munmap (probe, page);
  return works && !LS_ON_VALGRIND;
}

static void
set_up_once (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      gsize page = sysconf (_SC_PAGESIZE);

      stack_size = (size_from_environment () + page - 1) / page * page;
      /* An odd number of pages: at a power of two the tops of all stacks, and their entries in the page tables,
       * would contend for the same few sets of the caches.  It halves the time of going through many tasks. */
      stride = ((stack_size + LS_STACK_GUARD) / page | 1) * page;
      light_guards = probe_light_guards (page);
      page_size = page;
      g_once_init_leave (&done, 1);
    }
}

/* Called with the lock held. */
static gboolean
add_arena (void)
{
  guint n = n_arenas;
  gsize first = n == 0 ? 0 : arenas[n - 1].first + arenas[n - 1].n_stacks;
  gsize n_stacks = MAX (FIRST_ARENA, first);

  if (n == MAX_ARENAS)
    return FALSE;
  for (; n_stacks > 0; n_stacks /= 2)
    {
      char *base = mmap (NULL, n_stacks * stride, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

      if (base == MAP_FAILED)
        continue;
      /* A huge page would make every parked fiber cost 2 MiB. */
      madvise (base, n_stacks * stride, MADV_NOHUGEPAGE);
      arenas[n] = (Arena) { base, n_stacks, first };
      n_fresh = n_stacks;
      __atomic_store_n (&n_arenas, n + 1, __ATOMIC_RELEASE);
      return TRUE;
    }
  return FALSE;
}

static G_NORETURN void
die_exhausted (const char *what)
{
  int error = errno;

  g_printerr ("loopscope: no stack for one more task: %s: %s.%s\n", what, g_strerror (error),
              light_guards ? "" : " This kernel needs two mappings for each: see vm.max_map_count.");
  abort ();
}

static gpointer
take_fresh (void)
{
  Arena *arena;
  char *low;

  g_mutex_lock (&fresh_lock);
  if (n_fresh == 0 && !add_arena ())
    die_exhausted ("mmap");
  arena = &arenas[n_arenas - 1];
  low = arena->base + (arena->n_stacks - n_fresh) * stride;
  n_fresh--;
  g_mutex_unlock (&fresh_lock);

  if (light_guards ? madvise (low, LS_STACK_GUARD, MADV_GUARD_INSTALL) != 0
                   : mprotect (low, LS_STACK_GUARD, PROT_NONE) != 0)
    die_exhausted ("guard");
  (void) VALGRIND_STACK_REGISTER (low + LS_STACK_GUARD, low + LS_STACK_GUARD + stack_size);
  return low + LS_STACK_GUARD + stack_size;
}

static void
give_back (Pool *pool, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      gpointer top = pool->warm.tops[i];
      gsize kept = roof_of (top)->is_lent ? page_size : 0;

      madvise ((char *) top - stack_size, stack_size - kept, MADV_DONTNEED);
      tops_push (&pool->cold, top);
    }
  pool->warm.n -= n;
  memmove (pool->warm.tops, pool->warm.tops + n, pool->warm.n * sizeof (gpointer));
}

static void
look_for_unused (Pool *pool)
{
  time_t now = now_seconds ();

  pool->until_look = LOOK_RELEASES;
  if (now - pool->looked < LOOK_SECONDS)
    return;
  /* By eighths, lest a program that has bursts of tasks stand still between them. */
  give_back (pool, MIN (pool->untouched, MAX (GIVE_BACK_MIN, pool->untouched / 8)));
  pool->untouched = pool->warm.n;
  pool->looked = now;
}

static void
abandon_pool (gpointer data)
{
  Pool *pool = data;

  g_mutex_lock (&fresh_lock);
  pool->next = orphans;
  orphans = pool;
  g_mutex_unlock (&fresh_lock);
}

static Pool *
make_pool (void)
{
  Pool *pool;

  set_up_once ();
  g_mutex_lock (&fresh_lock);
  pool = orphans;
  if (pool != NULL)
    orphans = pool->next;
  g_mutex_unlock (&fresh_lock);

  if (pool == NULL)
    {
      pool = g_new0 (Pool, 1);
      pool->until_look = LOOK_RELEASES;
      pool->looked = now_seconds ();
    }
  thread_pool = pool;
  g_private_set (&pool_owner, pool);
  return pool;
}

static inline Pool *
get_pool (void)
{
  Pool *pool = thread_pool;

  return G_LIKELY (pool != NULL) ? pool : make_pool ();
}

gpointer
ls_stack_acquire (void)
{
  Pool *pool = get_pool ();
  gpointer top;

  ls_stack_n_expected--;
  if (G_LIKELY (pool->warm.n > 0))
    {
      top = pool->warm.tops[--pool->warm.n];
      pool->untouched = MIN (pool->untouched, pool->warm.n);
    }
  else if (pool->cold.n > 0)
    top = pool->cold.tops[--pool->cold.n];
  else
    return take_fresh ();
  ls_checkers_forget ((char *) top - stack_size, ls_stack_get_room (top));
  return top;
}

void
ls_stack_release (gpointer top)
{
  Pool *pool = get_pool ();

  ls_stack_n_expected = 0;
  tops_push (&pool->warm, top);
  if (G_UNLIKELY (--pool->until_look == 0))
    look_for_unused (pool);
}

gpointer
ls_stack_get_room (gpointer top)
{
  guint32 hash = (guint32) ((guintptr) top >> 12) * 0x9e3779b1u;
  gsize step = ((guint64) hash * SPREAD_STEPS) >> 32;

  return (char *) top - sizeof (Roof) - LS_STACK_MIN_ROOM - step * SPREAD_STEP;
}

/* Not where a stack takes two mappings, whose number is limited: it is acquired when it is needed, then. */
gpointer
ls_stack_lend_room (gsize *size)
{
  Pool *pool = get_pool ();
  char *top, *room;

  if (!light_guards || ls_stack_n_expected <= (gssize) (pool->warm.n + pool->cold.n))
    return NULL;
  top = take_fresh ();
  roof_of (top)->is_lent = TRUE;
  tops_push (&pool->cold, top);
  room = ls_stack_get_room (top);
  *size = (char *) roof_of (top) - room;
  return room;
}

gsize
ls_stack_get_size (void)
{
  set_up_once ();
  return stack_size;
}

void
ls_stack_trim (void)
{
  if (thread_pool != NULL && thread_pool->warm.n > 0)
    look_for_unused (thread_pool);
}

gboolean
ls_stack_guards_are_light (void)
{
  set_up_once ();
  return light_guards;
}

gpointer
ls_stack_find_guarded (gconstpointer address)
{
  guint n = __atomic_load_n (&n_arenas, __ATOMIC_ACQUIRE);

  for (guint i = 0; i < n; i++)
    {
      gsize offset = (const char *) address - arenas[i].base;

      if ((const char *) address < arenas[i].base || offset >= arenas[i].n_stacks * stride)
        continue;
      if (offset % stride >= LS_STACK_GUARD)
        return NULL;
      return arenas[i].base + offset / stride * stride + LS_STACK_GUARD + stack_size;
    }
  return NULL;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-pool.h"

#include <string.h>
#include <sys/mman.h>

#include "ls-checkers.h"
#include "ls-stack.h"

#define STEP      16                     /* sizes are multiples of it, and so are addresses */
#define LARGEST   512                    /* beyond that, malloc() */
#define CHUNK_MIN ((gsize) 64 << 10)
#define HUGE_PAGE ((gsize) 2 << 20)
#define CHUNK_MAX (16 * HUGE_PAGE)
#define HEAP_MAX  (2 * CHUNK_MAX)        /* of a thread; beyond it memory is worth more than time */

G_STATIC_ASSERT (LARGEST <= LS_STACK_MIN_ROOM);

typedef struct _Free Free;
typedef struct _Pool Pool;

struct _Free { Free *next; };

/* One a thread: what was given back, by size, and the rest of the youngest chunk. */
struct _Pool
{
  Free  *free[LARGEST / STEP + 1];
  char  *at;
  gsize  left;
  gsize  taken;        /* bytes of all chunks, but those that stacks lent */
  Pool  *next;         /* among the orphans */
};

static void abandon (gpointer data);

/* Pools of ended threads, to be taken over by new ones. */
static GMutex orphans_lock;
static Pool *orphans;

static __thread Pool *thread_pool LS_FAST_TLS;
static GPrivate pool_owner = G_PRIVATE_INIT (abandon);

static void
abandon (gpointer data)
{
  Pool *pool = data;

  g_mutex_lock (&orphans_lock);
  pool->next = orphans;
  orphans = pool;
  g_mutex_unlock (&orphans_lock);
  thread_pool = NULL;
}

static G_NO_INLINE Pool *
make_pool (void)
{
  Pool *pool;

  g_mutex_lock (&orphans_lock);
  pool = orphans;
  if (pool != NULL)
    orphans = pool->next;
  g_mutex_unlock (&orphans_lock);
  if (pool == NULL)
    pool = g_new0 (Pool, 1);
  thread_pool = pool;
  g_private_set (&pool_owner, pool);
  return pool;
}

/* Checkers shall see each object for itself, as does whoever asks GLib for that by G_SLICE=always-malloc. */
static gboolean
is_checked (void)
{
  static gsize answer;

  if (g_once_init_enter (&answer))
    {
      const char *slice = g_getenv ("G_SLICE");
      gboolean asked = slice != NULL && strstr (slice, "always-malloc") != NULL;

      g_once_init_leave (&answer, LS_WITH_ASAN || LS_ON_VALGRIND || asked ? 2 : 1);
    }
  return answer == 2;
}

/* Whole huge pages, of which only those that are touched take memory. */
static char *
map_huge (gsize size)
{
  char *base = mmap (NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  gsize before;

  if (base == MAP_FAILED)
    return NULL;
  before = -(guintptr) base % HUGE_PAGE;
  if (before > 0)
    munmap (base, before);
  if (before < HUGE_PAGE)
    munmap (base + before + size, HUGE_PAGE - before);
  madvise (base + before, size, MADV_HUGEPAGE);
  return base + before;
}

/* Where there is much already, what stacks can spare. */
static gboolean
borrow_chunk (Pool *pool)
{
  gpointer room = pool->taken >= HEAP_MAX ? ls_stack_lend_room (&pool->left) : NULL;

  if (room != NULL)
    pool->at = room;
  return room != NULL;
}

/* As much again as there is. */
static void
add_chunk (Pool *pool)
{
  gsize size = CLAMP (pool->taken, CHUNK_MIN, CHUNK_MAX);

  if (borrow_chunk (pool))
    return;
  pool->at = size >= HUGE_PAGE ? map_huge (size) : NULL;
  if (pool->at == NULL)
    pool->at = g_malloc (size);
  pool->left = size;
  pool->taken += size;
}

static G_NO_INLINE gpointer
take_fresh (Pool *pool, gsize size)
{
  gpointer memory;

  if (is_checked ())
    return g_malloc (size);
  if (pool->left < size)
    add_chunk (pool);
  memory = pool->at;
  pool->at += size;
  pool->left -= size;
  return memory;
}

gpointer
ls_pool_take (gsize size)
{
  Pool *pool = G_LIKELY (thread_pool != NULL) ? thread_pool : make_pool ();
  gsize steps = (size + STEP - 1) / STEP;
  Free *memory;

  if (G_UNLIKELY (size > LARGEST))
    return g_malloc (size);
  memory = pool->free[steps];
  if (G_UNLIKELY (memory == NULL))
    return take_fresh (pool, steps * STEP);
  pool->free[steps] = memory->next;
  return memory;
}

void
ls_pool_give (gpointer memory, gsize size)
{
  Pool *pool = G_LIKELY (thread_pool != NULL) ? thread_pool : make_pool ();
  gsize steps = (size + STEP - 1) / STEP;

  if (G_UNLIKELY (size > LARGEST || is_checked ()))
    g_free (memory);
  else
    {
      ((Free *) memory)->next = pool->free[steps];
      pool->free[steps] = memory;
    }
}

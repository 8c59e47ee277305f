/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program to be recorded, linking the installed library as a user's would: what it does is its argument. */
#include <fcntl.h>
#include <loopscope.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static LsValue
count (const LsValue *args, GError **error)
{
  printf ("One\n");
  LS_TRY (ls_sleep (1, error));
  printf ("Two\n");
  return LS_NONE;
}

static LsValue
gather (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_gather (ls_coro (count), ls_coro (count)), error));
  return LS_NONE;
}

static LsValue
exit_in_task (const LsValue *args, GError **error)
{
  printf ("no newline");
  exit (3);
}

static LsValue
abort_in_task (const LsValue *args, GError **error)
{
  printf ("line\n");
  abort ();
}

static LsValue
killed_in_task (const LsValue *args, GError **error)
{
  printf ("line\n");
  raise (SIGKILL);
  return LS_NONE;
}

/* The child runs a loop of its own and ends by exit(). */
static LsValue
fork_in_task (const LsValue *args, GError **error)
{
  pid_t child;

  fflush (stdout);
  child = fork ();
  if (child == 0)
    {
      printf ("child\n");
      for (int i = 0; i < 5000; i++)
        ls_coro_unref (ls_coro (count));
      exit (0);
    }
  waitpid (child, NULL, 0);
  printf ("parent\n");
  return LS_NONE;
}

static LsValue
write_much (const LsValue *args, GError **error)
{
  static char text[100000];

  for (size_t i = 0; i + 3 <= sizeof text - 1; i += 3)
    memcpy (text + i, "\342\202\254", 3);
  printf ("%d %d\n", fileno (stdout), fileno (stderr));
  fputs ("a part, ", stderr);
  fprintf (stderr, "%s %d\n", "another", 2);
  fputs (text, stdout);
  printf ("\n");
  return LS_NONE;
}

/* Programs put other files in the place of stdout, in two ways. */
static LsValue
redirect (const LsValue *args, GError **error)
{
  int kept = dup (fileno (stdout));
  int null = open ("/dev/null", O_WRONLY);

  printf ("before\n");
  dup2 (null, fileno (stdout));
  printf ("away\n");
  fflush (stdout);
  dup2 (kept, fileno (stdout));
  printf ("back\n");
  if (freopen ("/dev/null", "w", stdout) == NULL || fileno (stdout) != 1)
    return LS_INT (1);
  printf ("lost\n");
  fclose (stdout);
  fprintf (stderr, "done\n");
  return LS_NONE;
}

static void *
speak (void *data)
{
  printf ("from a thread\n");
  return NULL;
}

static LsValue
speak_in_thread (const LsValue *args, GError **error)
{
  pthread_t thread;

  pthread_create (&thread, NULL, speak, NULL);
  pthread_join (thread, NULL);
  printf ("from a task\n");
  return LS_NONE;
}

static void
wake (const LsValue *args, GError **error)
{
  ls_future_set_result (ls_value_get_pointer (args[0]), LS_STR ("woken"), error);
}

typedef struct { LsLoop *loop; LsFuture *future; } Sleeper;

static void *
call_threadsafe (void *data)
{
  Sleeper *sleeper = data;

  usleep (20000);
  ls_loop_call_soon_threadsafe (sleeper->loop, wake, LS_POINTER (sleeper->future));
  return NULL;
}

static LsValue
wait_for_thread (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  Sleeper sleeper = { ls_get_running_loop (), future };
  pthread_t thread;
  LsValue result;

  pthread_create (&thread, NULL, call_threadsafe, &sleeper);
  result = ls_await (future, error);
  pthread_join (thread, NULL);
  return result;
}

static LsValue
close_descriptors (const LsValue *args, GError **error)
{
  for (int fd = 3; fd < 1024; fd++)
    close (fd);
  for (int i = 0; i < 20000; i++)
    LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

static LsValue
start_child (const LsValue *args, GError **error)
{
  fflush (stdout);
  return LS_INT (system ("env | grep LOOPSCOPE_ | grep -v -e _ROOT= -e _SANITIZE= -e _PYTHONS= -e _TIMEOUT="));
}

static LsValue
wait_long (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1000, error));
  return LS_NONE;
}

static LsValue
get_one (const LsValue *args, GError **error)
{
  return ls_queue_get (ls_value_get_queue (args[0]), error);
}

/* Long enough for the beginning of its trace to be given up, while others wait. */
static LsValue
run_long (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.name = "q");
  LsTask *waiting = ls_create_task (ls_coro (get_one, ls_queue_value (queue)), .name = "getter");
  LsTask *sleeping = ls_create_task (ls_coro (count), .name = "sleeper");

  for (int i = 0; i < 20000; i++)
    LS_TRY (ls_sleep (0, error));
  ls_task_cancel (sleeping);
  ls_task_cancel (waiting);
  return LS_NONE;
}

static LsValue
hold (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (0, error));
  g_usleep (150000);
  return LS_NONE;
}

/* A service that is blocked at times, until it is told to end. */
static LsValue
serve (const LsValue *args, GError **error)
{
  printf ("serving\n");
  for (int i = 0; i < 300; i++)
    {
      LS_TRY (ls_sleep (0.01, error));
      if (i == 10)
        g_usleep (120000);
    }
  return LS_NONE;
}

static LsValue
serve_and_die (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (0.01, error));
  abort ();
}

int
main (int argc, char *argv[])
{
  const char *what = argc > 1 ? argv[1] : "";

#define RUN(name, function) if (strcmp (what, name) == 0) return ls_run_main (ls_coro (function))
  RUN ("gather", gather);
  RUN ("exit", exit_in_task);
  RUN ("abort", abort_in_task);
  RUN ("kill", killed_in_task);
  RUN ("fork", fork_in_task);
  RUN ("output", write_much);
  RUN ("redirect", redirect);
  RUN ("thread", speak_in_thread);
  RUN ("threadsafe", wait_for_thread);
  RUN ("close", close_descriptors);
  RUN ("child", start_child);
  RUN ("wait", wait_long);
  RUN ("hold", hold);
  RUN ("long", run_long);
  RUN ("serve", serve);
  RUN ("serve-and-die", serve_and_die);
#undef RUN
  return 2;
}

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-overflow.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ls-fiber.h"
#include "ls-stack.h"

/* Enough for the registers of any processor, this handler and one it passes a fault on to. */
#define ALTERNATE_STACK (64 * 1024)

static struct sigaction previous_segv;
static struct sigaction previous_bus;

/* A message put together without formatting functions, which a signal handler must not call. */
typedef struct
{
  char  text[512];
  gsize length;
} Message;

static void
add_text (Message *message, const char *text)
{
  while (*text != '\0' && message->length < sizeof message->text)
    message->text[message->length++] = *text++;
}

static void
add_number (Message *message, gsize number)
{
  char digits[24];
  char *p = digits + sizeof digits - 1;

  *p = '\0';
  do
    *--p = '0' + number % 10;
  while ((number /= 10) > 0);
  add_text (message, p);
}

/* The name is cut at a length that leaves room for the advice. */
static void
add_name (Message *message, const char *name)
{
  add_text (message, "task '");
  for (gsize i = 0; name[i] != '\0' && i < 128; i++)
    {
      char c[2] = { (guchar) name[i] < ' ' ? '?' : name[i], '\0' };

      add_text (message, c);
    }
  add_text (message, "'");
}

static void
report (LsFiber *fiber)
{
  const char *name = ls_fiber_get_name (fiber);
  gsize size = ls_stack_get_size ();
  Message message = { .length = 0 };
  gssize written;

  add_text (&message, "loopscope: stack overflow: ");
  if (name != NULL)
    add_name (&message, name);
  else
    add_text (&message, "a fiber");
  add_text (&message, " needs more than its stack of ");
  add_number (&message, size / 1024);
  add_text (&message, " KiB.\nloopscope: Recurse less deeply, keep large arrays off the stack, or give every task a "
                      "larger one: LOOPSCOPE_STACK=");
  add_number (&message, size * 4);
  add_text (&message, "\n");
  written = write (STDERR_FILENO, message.text, message.length);
  (void) written;
}

/* Returning from the handler repeats the fault; a signal that somebody sent has to be sent again. */
static void
die_by_default (int number, siginfo_t *info)
{
  signal (number, SIG_DFL);
  if (info->si_code <= 0)
    raise (number);
}

static void
pass_on (int number, siginfo_t *info, void *context)
{
  const struct sigaction *previous = number == SIGSEGV ? &previous_segv : &previous_bus;

  if (previous->sa_flags & SA_SIGINFO)
    previous->sa_sigaction (number, info, context);
  else if (previous->sa_handler == SIG_IGN && info->si_code <= 0)
    return;
  else if (previous->sa_handler == SIG_DFL || previous->sa_handler == SIG_IGN)
    die_by_default (number, info);
  else
    previous->sa_handler (number);
}

static void
on_fault (int number, siginfo_t *info, void *context)
{
  LsFiber *fiber = ls_fiber_current ();
  gconstpointer high;

  if (fiber != NULL && info->si_code > 0)
    {
      ls_fiber_get_stack (fiber, NULL, &high);
      if (ls_stack_find_guarded (info->si_addr) == high)
        {
          report (fiber);
          die_by_default (number, info);
          return;
        }
    }
  pass_on (number, info, context);
}

static void
install_handlers (void)
{
  struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

  sigemptyset (&action.sa_mask);
  sigaction (SIGSEGV, &action, &previous_segv);
  sigaction (SIGBUS, &action, &previous_bus);
}

static void
free_alternate_stack (gpointer data)
{
  stack_t off = { .ss_flags = SS_DISABLE };

  sigaltstack (&off, NULL);
  g_free (data);
}

static void
give_alternate_stack (void)
{
  static GPrivate owner = G_PRIVATE_INIT (free_alternate_stack);
  stack_t stack = { .ss_size = ALTERNATE_STACK };
  stack_t present;

  if (sigaltstack (NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE))
    return;
  stack.ss_sp = g_malloc (ALTERNATE_STACK);
  if (sigaltstack (&stack, NULL) == 0)
    g_private_set (&owner, stack.ss_sp);
  else
    g_free (stack.ss_sp);
}

void
ls_overflow_watch_thread (void)
{
  static gsize installed;

  if (g_once_init_enter (&installed))
    {
      install_handlers ();
      g_once_init_leave (&installed, 1);
    }
  give_alternate_stack ();
}

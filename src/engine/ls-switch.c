/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-switch.h"

/*
 * Where a stack begins, the return address is described as undefined: backtraces end there.  A fresh
 * stack holds the argument and the function.
 */

#if defined __x86_64__ && defined __LP64__

__asm__ (
  ".pushsection .text\n"
  ".globl ls_switch_begin\n"
  ".hidden ls_switch_begin\n"
  ".type ls_switch_begin, @function\n"
  "ls_switch_begin:\n"
  "  .cfi_startproc\n"
  "  .cfi_undefined rip\n"
  "  endbr64\n"
  "  movq 0(%rsp), %rdi\n"
  "  call *8(%rsp)\n"
  "  ud2\n"
  "  .cfi_endproc\n"
  ".size ls_switch_begin, . - ls_switch_begin\n"
  ".popsection\n"
);

#elif defined __aarch64__ && defined __LP64__

__asm__ (
  ".pushsection .text\n"
  ".globl ls_switch_begin\n"
  ".hidden ls_switch_begin\n"
  ".type ls_switch_begin, %function\n"
  "ls_switch_begin:\n"
  "  .cfi_startproc\n"
  "  .cfi_undefined x30\n"
  "  hint #36\n" /* bti j */
  "  ldp x0, x1, [sp]\n"
  "  blr x1\n"
  "  brk #0\n"
  "  .cfi_endproc\n"
  ".size ls_switch_begin, . - ls_switch_begin\n"
  ".popsection\n"
);

#endif

#if (defined __x86_64__ || defined __aarch64__) && defined __LP64__

typedef struct
{
  gpointer data;
  void   (*func) (gpointer);
} Fresh;

G_STATIC_ASSERT (sizeof (Fresh) == 16);

extern const char ls_switch_begin[];

void
ls_switch_prepare (LsRegisters *context, gpointer low, gpointer high, void (*func) (gpointer), gpointer data)
{
  Fresh *fresh = (Fresh *) ((guintptr) high & ~(guintptr) 15) - 1;

  *fresh = (Fresh) { data, func };
  *context = (LsRegisters) { .sp = fresh, .pc = (gpointer) ls_switch_begin };
#ifdef __x86_64__
  ls_switch_get_modes (&context->modes);
#else
  __asm__ ("mrs %0, fpcr" : "=r" (context->fpcr));
#endif
}

#else

static __thread gpointer carried;

gpointer
ls_switch (LsRegisters *from, LsRegisters *to, gpointer value)
{
  carried = value;
  swapcontext (from, to);
  return carried;
}

/* makecontext() passes ints only. */
static void
begin (guint func_upper, guint func_lower, guint data_upper, guint data_lower)
{
  guintptr func = (((guintptr) func_upper << 16) << 16) | func_lower;
  guintptr data = (((guintptr) data_upper << 16) << 16) | data_lower;

  ((void (*) (gpointer)) func) ((gpointer) data);
}

void
ls_switch_prepare (LsRegisters *context, gpointer low, gpointer high, void (*func) (gpointer), gpointer data)
{
  guintptr f = (guintptr) func;
  guintptr d = (guintptr) data;

  getcontext (context);
  context->uc_stack.ss_sp = low;
  context->uc_stack.ss_size = (char *) high - (char *) low;
  context->uc_link = NULL;
  makecontext (context, (void (*) (void)) begin, 4,
               (guint) ((f >> 16) >> 16), (guint) f, (guint) ((d >> 16) >> 16), (guint) d);
}

#endif

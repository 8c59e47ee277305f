/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-switch.h"

#include <string.h>

/*
 * Both stacks have the same frame at the moment of the switch, so one description of it (the .cfi lines)
 * serves unwinders before and after.  Where a stack begins, the return address is described as
 * undefined: backtraces end there.  A fresh context returns to the nop's successor, since unwinders
 * look up a return address less one.
 *
 * The way out is a jump, not a return: the processor's stack of return addresses knows nothing of this
 * and would always guess wrong.
 */

#if defined __x86_64__ && defined __LP64__

asm (
  ".pushsection .text\n"
  ".globl ls_switch\n"
  ".hidden ls_switch\n"
  ".type ls_switch, @function\n"
  ".p2align 4\n"
  "ls_switch:\n"
  "  .cfi_startproc\n"
  "  leaq -56(%rsp), %rsp\n"
  "  .cfi_def_cfa_offset 64\n"
  "  movq %r12, 8(%rsp)\n"
  "  .cfi_rel_offset r12, 8\n"
  "  movq %r13, 16(%rsp)\n"
  "  .cfi_rel_offset r13, 16\n"
  "  movq %r14, 24(%rsp)\n"
  "  .cfi_rel_offset r14, 24\n"
  "  movq %r15, 32(%rsp)\n"
  "  .cfi_rel_offset r15, 32\n"
  "  movq %rbx, 40(%rsp)\n"
  "  .cfi_rel_offset rbx, 40\n"
  "  movq %rbp, 48(%rsp)\n"
  "  .cfi_rel_offset rbp, 48\n"
  "  stmxcsr (%rsp)\n"
  "  fnstcw 4(%rsp)\n"
  "  movq %rsp, (%rdi)\n"
  "  movq %rsi, %rsp\n"
  "  movq 56(%rsp), %r8\n"
  "  ldmxcsr (%rsp)\n"
  "  fldcw 4(%rsp)\n"
  "  movq 8(%rsp), %r12\n"
  "  movq 16(%rsp), %r13\n"
  "  movq 24(%rsp), %r14\n"
  "  movq 32(%rsp), %r15\n"
  "  movq 40(%rsp), %rbx\n"
  "  movq 48(%rsp), %rbp\n"
  "  .cfi_restore r12\n"
  "  .cfi_restore r13\n"
  "  .cfi_restore r14\n"
  "  .cfi_restore r15\n"
  "  .cfi_restore rbx\n"
  "  .cfi_restore rbp\n"
  "  leaq 64(%rsp), %rsp\n"
  "  .cfi_def_cfa_offset 0\n"
  "  .cfi_register rip, r8\n"
  "  movq %rdx, %rax\n"
  "  jmp *%r8\n"
  "  .cfi_endproc\n"
  ".size ls_switch, . - ls_switch\n"

  ".globl ls_switch_begin\n"
  ".hidden ls_switch_begin\n"
  ".type ls_switch_begin, @function\n"
  "ls_switch_begin:\n"
  "  .cfi_startproc\n"
  "  .cfi_undefined rip\n"
  "  nop\n"
  "  movq %r12, %rdi\n"
  "  call *%r13\n"
  "  ud2\n"
  "  .cfi_endproc\n"
  ".size ls_switch_begin, . - ls_switch_begin\n"
  ".popsection\n"
);

/* What ls_switch() leaves on a stack, from the stack pointer up. */
typedef struct
{
  guint32  mxcsr;
  guint16  x87_control;
  gpointer r12, r13, r14, r15, rbx, rbp;
  gpointer rip;
} Saved;

G_STATIC_ASSERT (sizeof (Saved) == 64);

extern const char ls_switch_begin[];

LsContext
ls_switch_prepare (gpointer high, gpointer low, void (*func) (gpointer), gpointer data)
{
  Saved *saved = (Saved *) ((guintptr) high & ~(guintptr) 15) - 1;

  *saved = (Saved) { .r12 = data, .r13 = (gpointer) func, .rip = (gpointer) (ls_switch_begin + 1) };
  asm ("stmxcsr %0" : "=m" (saved->mxcsr));
  asm ("fnstcw %0" : "=m" (saved->x87_control));
  return saved;
}

#elif defined __aarch64__ && defined __LP64__

asm (
  ".pushsection .text\n"
  ".globl ls_switch\n"
  ".hidden ls_switch\n"
  ".type ls_switch, %function\n"
  ".p2align 4\n"
  "ls_switch:\n"
  "  .cfi_startproc\n"
  "  sub sp, sp, #176\n"
  "  .cfi_def_cfa_offset 176\n"
  "  stp x29, x30, [sp, #0]\n"
  "  .cfi_rel_offset x29, 0\n"
  "  .cfi_rel_offset x30, 8\n"
  "  stp x19, x20, [sp, #16]\n"
  "  .cfi_rel_offset x19, 16\n"
  "  .cfi_rel_offset x20, 24\n"
  "  stp x21, x22, [sp, #32]\n"
  "  .cfi_rel_offset x21, 32\n"
  "  .cfi_rel_offset x22, 40\n"
  "  stp x23, x24, [sp, #48]\n"
  "  .cfi_rel_offset x23, 48\n"
  "  .cfi_rel_offset x24, 56\n"
  "  stp x25, x26, [sp, #64]\n"
  "  .cfi_rel_offset x25, 64\n"
  "  .cfi_rel_offset x26, 72\n"
  "  stp x27, x28, [sp, #80]\n"
  "  .cfi_rel_offset x27, 80\n"
  "  .cfi_rel_offset x28, 88\n"
  "  stp d8, d9, [sp, #96]\n"
  "  stp d10, d11, [sp, #112]\n"
  "  stp d12, d13, [sp, #128]\n"
  "  stp d14, d15, [sp, #144]\n"
  "  mrs x3, fpcr\n"
  "  str x3, [sp, #160]\n"
  "  mov x4, sp\n"
  "  str x4, [x0]\n"
  "  mov sp, x1\n"
  "  ldr x4, [sp, #160]\n"
  "  cmp x3, x4\n"
  "  b.eq 1f\n"
  "  msr fpcr, x4\n"
  "1:\n"
  "  ldp x29, x30, [sp, #0]\n"
  "  ldp x19, x20, [sp, #16]\n"
  "  ldp x21, x22, [sp, #32]\n"
  "  ldp x23, x24, [sp, #48]\n"
  "  ldp x25, x26, [sp, #64]\n"
  "  ldp x27, x28, [sp, #80]\n"
  "  ldp d8, d9, [sp, #96]\n"
  "  ldp d10, d11, [sp, #112]\n"
  "  ldp d12, d13, [sp, #128]\n"
  "  ldp d14, d15, [sp, #144]\n"
  "  add sp, sp, #176\n"
  "  .cfi_def_cfa_offset 0\n"
  "  .cfi_restore x19\n"
  "  .cfi_restore x20\n"
  "  .cfi_restore x21\n"
  "  .cfi_restore x22\n"
  "  .cfi_restore x23\n"
  "  .cfi_restore x24\n"
  "  .cfi_restore x25\n"
  "  .cfi_restore x26\n"
  "  .cfi_restore x27\n"
  "  .cfi_restore x28\n"
  "  .cfi_restore x29\n"
  "  .cfi_restore x30\n"
  "  mov x0, x2\n"
  "  ret\n"
  "  .cfi_endproc\n"
  ".size ls_switch, . - ls_switch\n"

  ".globl ls_switch_begin\n"
  ".hidden ls_switch_begin\n"
  ".type ls_switch_begin, %function\n"
  "ls_switch_begin:\n"
  "  .cfi_startproc\n"
  "  .cfi_undefined x30\n"
  "  nop\n"
  "  mov x0, x19\n"
  "  blr x20\n"
  "  brk #0\n"
  "  .cfi_endproc\n"
  ".size ls_switch_begin, . - ls_switch_begin\n"
  ".popsection\n"
);

/* What ls_switch() leaves on a stack, from the stack pointer up. */
typedef struct
{
  gpointer x29, x30, x19, x20, x21_to_x28[8];
  gdouble  d8_to_d15[8];
  guint64  fpcr;
  guint64  padding;
} Saved;

G_STATIC_ASSERT (sizeof (Saved) == 176);

extern const char ls_switch_begin[];

LsContext
ls_switch_prepare (gpointer high, gpointer low, void (*func) (gpointer), gpointer data)
{
  Saved *saved = (Saved *) ((guintptr) high & ~(guintptr) 15) - 1;

  *saved = (Saved) { .x19 = data, .x20 = (gpointer) func, .x30 = (gpointer) (ls_switch_begin + 4) };
  asm ("mrs %0, fpcr" : "=r" (saved->fpcr));
  return saved;
}

#else /* slower by the two system calls of swapcontext() */

#include <ucontext.h>

static __thread gpointer carried;

typedef struct
{
  ucontext_t ucontext;
  void     (*func) (gpointer);
  gpointer   data;
} Fresh;

gpointer
ls_switch (LsContext *from, LsContext to, gpointer value)
{
  ucontext_t here;

  *from = &here;
  carried = value;
  swapcontext (&here, to);
  return carried;
}

/* makecontext() passes ints only. */
static void
begin (guint upper, guint lower)
{
  Fresh *fresh = (Fresh *) ((((guintptr) upper << 16) << 16) | lower);

  fresh->func (fresh->data);
}

LsContext
ls_switch_prepare (gpointer high, gpointer low, void (*func) (gpointer), gpointer data)
{
  Fresh *fresh = (Fresh *) ((guintptr) high & ~(guintptr) 63) - 1;

  fresh->func = func;
  fresh->data = data;
  getcontext (&fresh->ucontext);
  fresh->ucontext.uc_stack.ss_sp = low;
  fresh->ucontext.uc_stack.ss_size = (char *) fresh - (char *) low;
  fresh->ucontext.uc_link = NULL;
  makecontext (&fresh->ucontext, (void (*) (void)) begin, 2,
               (guint) (((guintptr) fresh >> 16) >> 16), (guint) (guintptr) fresh);
  return &fresh->ucontext;
}

#endif

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * ls-switch: going from one stack to another, and nothing else.
 *
 * The switch is inline assembly that declares every register as changed, so that the compiler itself
 * saves those which its caller needs, describes to unwinders where, and no more.  What is left is the
 * stack and frame pointers, where to go on, and the rounding and exception modes of the floating point
 * units, which a callee must not change either.  Signal masks are the thread's.
 *
 * Being inline also matters to the processor's stack of return addresses: the call of the function that
 * switches is matched by a return on the other side, so only that one return is guessed wrong.
 */

#if defined __x86_64__ && defined __LP64__

typedef struct
{
  guint32 mxcsr;
  guint16 x87_control;
} LsModes;

typedef struct
{
  gpointer sp, bp, pc;
  LsModes  modes;
} LsRegisters;

#ifdef __AVX512F__
#define LS_SWITCH_CLOBBERS_MORE \
  , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", \
  "xmm28", "xmm29", "xmm30", "xmm31", "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define LS_SWITCH_CLOBBERS_MORE
#endif

/* Its first operand says how the modes are saved. */
#define LS_SWITCH(save_modes)                                                                     \
  __asm__ volatile (                                                                              \
    "leaq 1f(%%rip), %%rcx\n\t"                                                                   \
    "movq %%rsp, 0(%%rdi)\n\t"                                                                    \
    "movq %%rbp, 8(%%rdi)\n\t"                                                                    \
    "movq %%rcx, 16(%%rdi)\n\t"                                                                   \
    save_modes                                                                                    \
    "movq 16(%%rsi), %%rcx\n\t"                                                                   \
    "movq 0(%%rsi), %%rsp\n\t"                                                                    \
    "movq 8(%%rsi), %%rbp\n\t"                                                                    \
    "ldmxcsr 24(%%rsi)\n\t"                                                                       \
    "fldcw 28(%%rsi)\n\t"                                                                         \
    "jmp *%%rcx\n"                                                                                \
    "1:\n\t"                                                                                      \
    "endbr64"                                                                                     \
    : "+a" (value), "+D" (from), "+S" (to)                                                        \
    :                                                                                             \
    : "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",                  \
      "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",                             \
      "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",                       \
      "st", "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)",                        \
      "mm0", "mm1", "mm2", "mm3", "mm4", "mm5", "mm6", "mm7",                                     \
      "memory", "cc" LS_SWITCH_CLOBBERS_MORE)

/**
 * ls_switch:
 * @from: (out): where this computation can be gone on with
 * @to: a context, left by this
 * @value: what the ls_switch() that filled @to returns
 *
 * Returns: the @value of whoever switches back
 */
static inline __attribute__ ((always_inline)) gpointer
ls_switch (LsRegisters *from, LsRegisters *to, gpointer value)
{
  LS_SWITCH ("stmxcsr 24(%%rdi)\n\t"
             "fnstcw 28(%%rdi)\n\t");
  return value;
}

static inline void
ls_switch_get_modes (LsModes *modes)
{
  __asm__ volatile ("stmxcsr %0" : "=m" (modes->mxcsr));
  __asm__ volatile ("fnstcw %0" : "=m" (modes->x87_control));
}

/**
 * ls_switch_in_modes:
 * @from: (out): as of ls_switch()
 * @to: as of ls_switch()
 * @value: as of ls_switch()
 * @modes: what ls_switch_get_modes() gave since they were changed last
 *
 * ls_switch() for who knows the modes: asking the processor for them takes as long as all the rest.
 *
 * Returns: as ls_switch()
 */
static inline __attribute__ ((always_inline)) gpointer
ls_switch_in_modes (LsRegisters *from, LsRegisters *to, gpointer value, const LsModes *modes)
{
  from->modes = *modes;
  LS_SWITCH ("");
  return value;
}

#elif defined __aarch64__ && defined __LP64__

typedef struct
{
  gpointer sp, fp, pc;
  guint64  fpcr;
} LsRegisters;

static inline __attribute__ ((always_inline)) gpointer
ls_switch (LsRegisters *from, LsRegisters *to, gpointer value)
{
  register gpointer x0 __asm__ ("x0") = value;
  register LsRegisters *x1 __asm__ ("x1") = from;
  register LsRegisters *x2 __asm__ ("x2") = to;

  __asm__ volatile (
    "adr x3, 1f\n\t"
    "mov x4, sp\n\t"
    "mrs x5, fpcr\n\t"
    "stp x4, x29, [x1, #0]\n\t"
    "stp x3, x5, [x1, #16]\n\t"
    "ldp x4, x29, [x2, #0]\n\t"
    "ldp x16, x6, [x2, #16]\n\t"
    "mov sp, x4\n\t"
    "cmp x5, x6\n\t"
    "b.eq 2f\n\t"
    "msr fpcr, x6\n"
    "2:\n\t"
    "br x16\n"
    "1:\n\t"
    "hint #36" /* bti j */
    : "+r" (x0), "+r" (x1), "+r" (x2)
    :
    : "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
      "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x30",
      "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15",
      "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29",
      "v30", "v31", "memory", "cc");
  return x0;
}

#else /* slower by the two system calls of swapcontext() */

#include <ucontext.h>

typedef ucontext_t LsRegisters;

gpointer ls_switch (LsRegisters *from, LsRegisters *to, gpointer value);

#endif

#if !(defined __x86_64__ && defined __LP64__) /* to save the modes costs nothing to speak of */

typedef struct { char none; } LsModes;

static inline void ls_switch_get_modes (LsModes *modes) {}

static inline __attribute__ ((always_inline)) gpointer
ls_switch_in_modes (LsRegisters *from, LsRegisters *to, gpointer value, const LsModes *modes)
{
  return ls_switch (from, to, value);
}

#endif

/**
 * ls_switch_prepare:
 * @context: (out): becomes a context that begins with @func
 * @low: the beginning of a stack
 * @high: the end of its free part
 * @func: what to run there; it must not return
 * @data: its argument
 */
void ls_switch_prepare (LsRegisters *context, gpointer low, gpointer high, void (*func) (gpointer), gpointer data);

G_END_DECLS

/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-tracer.h"

__thread LsTracerClock ls_tracer_clock LS_FAST_TLS;
const LsTracer *ls_tracer;

void
ls_tracer_set (const LsTracer *tracer)
{
  __atomic_store_n (&ls_tracer, tracer, __ATOMIC_RELEASE);
}

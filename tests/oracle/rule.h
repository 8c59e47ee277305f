/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <loopscope.h>
#include <stdio.h>

/* As Python's str() has it. */
static inline const char *
str (gboolean truth)
{
  return truth ? "True" : "False";
}

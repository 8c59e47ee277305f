/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

/*
 * What turns oracle/rule-NN.c into a function rule_NN(), whose output is recorded with the task that writes it.
 * Included before its first line.
 */
int record_printf (const char *format, ...) G_GNUC_PRINTF (1, 2);

#define printf record_printf

int rule_01 (void);
int rule_02 (void);
int rule_03 (void);
int rule_04 (void);
int rule_05 (void);
int rule_06 (void);
int rule_07 (void);
int rule_08 (void);
int rule_09 (void);
int rule_10 (void);
int rule_11 (void);
int rule_12 (void);
int rule_13 (void);
int rule_14 (void);
int rule_15 (void);
int rule_16 (void);
int rule_17 (void);
int rule_18 (void);
int rule_19 (void);
int rule_20 (void);
int rule_21 (void);
int rule_22 (void);
int rule_23 (void);
int rule_24 (void);
int rule_25 (void);
int rule_25_asyncgens (void);
int rule_25_interrupt (void);
int rule_26 (void);
int rule_27 (void);
int rule_28 (void);
int rule_29 (void);
int rule_async_context (void);
int rule_async_generator (void);
int rule_async_generator_waits (void);
int rule_awaitable (void);
int rule_barrier (void);
int rule_debug_mode (void);

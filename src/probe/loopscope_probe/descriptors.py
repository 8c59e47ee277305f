# SPDX-License-Identifier: LGPL-2.1-or-later
"""Descriptors that a loop watches."""


class Descriptors:
    def __init__(self, probe):
        self.probe = probe

    def ready(self, state, handle):
        """The callback of a descriptor or signal is about to be run."""
        handle.number = 0

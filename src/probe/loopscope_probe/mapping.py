# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files in memory that keep no descriptor.

mmap.mmap() keeps a copy of the descriptor it is given, under the lowest number that is free, and closes that number in
the end: if the program has closed it by then and opened a file of its own, that file.  From CPython 3.13 on it can do
without; before, the C library is asked.
"""

import mmap
import sys

PROT, FLAGS = mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED
FAILED = 2 ** 64 - 1


class Tracking(mmap.mmap):
    """Where nothing else can be had."""

    __slots__ = ()

    def bytes(self):
        return self


def without_descriptor(fd, size, offset=0):
    return Tracking(fd, size, offset=offset, trackfd=False)


def with_descriptor(fd, size, offset=0):
    return Tracking(fd, size, offset=offset)


def by_library():
    """The same by the C library's own functions.  Only the extension below ctypes is asked, which is quickly there."""
    import _ctypes

    def simple(code):
        return type(_ctypes._SimpleCData)(f'Type_{code}', (_ctypes._SimpleCData,), {'_type_': code})

    address, length, number, offset_type, byte = map(simple, 'PLilc')

    def function(name, result, *arguments):
        flags = {'_flags_': _ctypes.FUNCFLAG_CDECL, '_restype_': result}
        kind = type(_ctypes.CFuncPtr)('Function', (_ctypes.CFuncPtr,), flags)
        found = kind(_ctypes.dlsym(library, name))
        found.argtypes = arguments
        return found

    library = _ctypes.dlopen(None, 0)
    to_map = function('mmap', address, address, length, number, number, number, offset_type)
    to_advise = function('madvise', number, address, length, number)
    to_unmap = function('munmap', number, address, length)
    of, kinds = _ctypes.addressof, {}

    class Mapping:
        """Goes with the last view of it."""

        def bytes(self):
            return memoryview(self).cast('B')

        def madvise(self, advice):
            if to_advise(of(self), len(self), advice):
                raise OSError(f'cannot advise {advice}')

        def __del__(self):
            to_unmap(of(self), len(self))

    def map_file(fd, size, offset=0):
        place = to_map(None, size, PROT, FLAGS, fd, offset)
        if place in (None, FAILED):
            raise OSError(f'cannot map {size} bytes')
        if size not in kinds:
            kinds[size] = type(_ctypes.Array)('Mapping', (Mapping, _ctypes.Array), {'_type_': byte, '_length_': size})
        return kinds[size].from_address(place)

    return map_file


def best():
    if sys.version_info >= (3, 13):
        return without_descriptor
    try:
        return by_library() if sys.maxsize == 2 ** 63 - 1 else with_descriptor
    except (ImportError, OSError, AttributeError):
        return with_descriptor


map_file = best()

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window manager would know and do: which windows a program shows, and which of them has the keyboard.

Without a window manager the keyboard goes nowhere in particular when a dialog has closed, and whoever presses a key has
to know whether the window that it is meant for is there yet.
"""
import ctypes
import ctypes.util

X = ctypes.CDLL(ctypes.util.find_library('X11') or 'libX11.so.6')
VIEWABLE = 2
REVERT_TO_PARENT = 2
Id = ctypes.c_ulong
Ids = ctypes.POINTER(Id)


class Attributes(ctypes.Structure):
    """XWindowAttributes"""
    _fields_ = [(name, ctypes.c_int) for name in ('x', 'y', 'width', 'height', 'border_width', 'depth')] + [
        ('visual', ctypes.c_void_p), ('root', Id)] + [
        (name, ctypes.c_int) for name in ('class_', 'bit_gravity', 'win_gravity', 'backing_store')] + [
        ('backing_planes', Id), ('backing_pixel', Id), ('save_under', ctypes.c_int), ('colormap', Id),
        ('map_installed', ctypes.c_int), ('map_state', ctypes.c_int)] + [
        (name, ctypes.c_long) for name in ('all_event_masks', 'your_event_mask', 'do_not_propagate_mask')] + [
        ('override_redirect', ctypes.c_int), ('screen', ctypes.c_void_p)]


# A window may be gone before it is asked about: that is no error here.
ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)

X.XOpenDisplay.restype = ctypes.c_void_p
X.XDefaultRootWindow.restype = Id
X.XInternAtom.restype = Id


class Screen:
    def __init__(self):
        X.XSetErrorHandler(ERROR_HANDLER)
        self.display = ctypes.c_void_p(X.XOpenDisplay(None))
        self.root = Id(X.XDefaultRootWindow(self.display))
        self.pid = Id(X.XInternAtom(self.display, b'_NET_WM_PID', 0))

    def children(self):
        """Of the root, the lowest first."""
        root, parent, found, count = Id(), Id(), Ids(), ctypes.c_uint()
        if not X.XQueryTree(self.display, self.root, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(found),
                            ctypes.byref(count)):
            return []
        windows = found[:count.value]
        if count.value:
            X.XFree(found)
        return windows

    def is_shown(self, window):
        """As one that a window manager would care for: menus and popovers are not."""
        attributes = Attributes()
        return (X.XGetWindowAttributes(self.display, Id(window), ctypes.byref(attributes)) != 0
                and attributes.map_state == VIEWABLE and not attributes.override_redirect)

    def owner(self, window):
        """The process that it belongs to; 0: it does not say so."""
        kind, form, count, rest, value = Id(), ctypes.c_int(), Id(), Id(), Ids()
        X.XGetWindowProperty(self.display, Id(window), self.pid, ctypes.c_long(0), ctypes.c_long(1), 0, Id(0),
                             ctypes.byref(kind), ctypes.byref(form), ctypes.byref(count), ctypes.byref(rest),
                             ctypes.byref(value))
        if not value:
            return 0
        pid = value[0] if count.value else 0
        X.XFree(value)
        return pid

    def windows_of(self, pid):
        """Those that are shown, the topmost last."""
        return [window for window in self.children() if self.is_shown(window) and self.owner(window) == pid]

    def give_keyboard(self, window):
        """Gives: whether it had it already."""
        focus, revert = Id(), ctypes.c_int()
        X.XGetInputFocus(self.display, ctypes.byref(focus), ctypes.byref(revert))
        if focus.value == window:
            return True
        X.XSetInputFocus(self.display, Id(window), REVERT_TO_PARENT, Id(0))
        X.XSync(self.display, 0)
        return False

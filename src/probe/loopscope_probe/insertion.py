# SPDX-License-Identifier: LGPL-2.1-or-later
"""Statements put at the beginning of a function of the standard library, by way of its own source.

They stand at the function's first line: all others keep theirs, and their columns, which tracebacks underline; its
frame in a traceback is what it would be.
"""

import ast
import types


def insert(function, statements, own):
    """`own` is what the statements name besides.  A function without source stays as it is."""
    import inspect
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse('class _:\n' + ''.join(lines))       # a method stays indented
    except (OSError, SyntaxError):
        return
    tree.body = tree.body[0].body
    ast.increment_lineno(tree, first - 2)
    added = ast.parse(statements).body
    for statement in added:
        for node in ast.walk(statement):
            if hasattr(node, 'lineno'):
                node.lineno = node.end_lineno = first
    at = 1 if ast.get_docstring(tree.body[0]) is not None else 0
    tree.body[0].body[at:at] = added
    function.__globals__.update(own)
    for code in compile(tree, function.__code__.co_filename, 'exec').co_consts:
        if type(code) is types.CodeType and code.co_name == function.__name__:       # its annotations are code, too
            function.__code__ = code.replace(co_qualname=function.__qualname__)

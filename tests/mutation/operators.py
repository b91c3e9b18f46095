"""What can be changed in a module, one place at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
import re

_SWAPPED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
}
_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LOGGERS = {"debug", "info", "warning", "error", "exception"}
_SMALL = 10
"""Above this, one more is nothing that anyone notices: numbers are doubled."""

type Span = tuple[int, int]
"""Where a text begins and ends, in bytes from the start of the file."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module that differs in one place."""

    line: int
    before: str
    after: str
    """The lines that differ, without their indentation."""
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return every changed version of a module, from the top to the bottom."""
    return list(_Places(source).mutants())


class _Places:
    """Find the places of a module, and change them."""

    def __init__(self, source: str) -> None:
        """Parse a module."""
        self._bytes = source.encode()
        self._tree = ast.parse(source)
        self._starts = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def mutants(self) -> Iterator[Mutant]:
        """Yield the changed versions, each of which still is Python."""
        found = {
            change for node in self._nodes(self._tree) for change in _of(self, node)
        }
        for (start, end), text in sorted(found):
            changed = self._bytes[:start] + text.encode() + self._bytes[end:]
            try:
                ast.parse(changed)
            except SyntaxError:
                continue
            first = self._bytes.rfind(b"\n", 0, start) + 1
            last = self._bytes.find(b"\n", end)
            yield Mutant(
                line=self._bytes.count(b"\n", 0, start) + 1,
                before=_flat(self._bytes[first:last]),
                after=_flat(changed[first : last + len(changed) - len(self._bytes)]),
                source=changed.decode(),
            )

    def _nodes(self, node: ast.AST, *, is_raised: bool = False) -> Iterator[ast.AST]:
        """Yield what is worth changing: no texts for developers, no annotations."""
        is_raised |= isinstance(node, ast.Raise)
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list", "type_params"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if not isinstance(child, ast.AST):
                    continue
                if not _is_for_readers(child, is_raised=is_raised):
                    yield child
                    yield from self._nodes(child, is_raised=is_raised)

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Return where a node stands."""
        end, offset = node.end_lineno, node.end_col_offset
        assert end is not None
        assert offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[end - 1] + offset,
        )

    def text(self, span: Span) -> str:
        """Return what stands there."""
        return self._bytes[span[0] : span[1]].decode()


type Change = tuple[Span, str]


def _flat(lines: bytes) -> str:
    """Return lines as one."""
    return " ".join(lines.decode().split())


def _is_for_readers(node: ast.AST, *, is_raised: bool) -> bool:
    """Return whether a node is a docstring, a log record, an error's text or a type.

    So are the names that a module exports: nothing imports all of them.
    """
    match node:
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Expr(value=ast.Constant()) | ast.TypeAlias() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name, value=ast.Name()))):
            return name in _LOGGERS
        case ast.Constant(value=str()):
            return is_raised
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Global | ast.Nonlocal)


def _of(places: _Places, node: ast.AST) -> Iterator[Change]:
    """Yield what a node can become."""
    yield from _of_operators(places, node)
    yield from _of_conditions(places, node)
    match node:
        case ast.Return(value=ast.expr() as value):
            if not isinstance(value, ast.Constant) or value.value not in {None, False}:
                yield places.span(value), "None"
        case ast.Constant(value=value):
            if (other := _other(value)) is not None:
                yield places.span(node), other
        case ast.AugAssign() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield places.span(node), "pass"
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            yield places.span(node), "pass"


def _of_operators(places: _Places, node: ast.AST) -> Iterator[Change]:
    """Yield comparisons, booleans and arithmetic with another operator."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for (before, after), op in zip(pairwise([left, *others]), ops, strict=True):
                yield from _swapped(places, before, op, after)
        case ast.BoolOp(op=op, values=values):
            for before, after in pairwise(values):
                yield from _swapped(places, before, op, after)
        case ast.BinOp(left=before, op=op, right=after):
            yield from _swapped(places, before, op, after)
        case ast.AugAssign(target=before, op=op, value=after):
            yield from _swapped(places, before, op, after)


def _of_conditions(places: _Places, node: ast.AST) -> Iterator[Change]:
    """Yield the contrary of what is asked."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield places.span(node), places.text(places.span(operand))
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield from _negated(places, test)
        case ast.comprehension(ifs=tests):
            for test in tests:
                yield from _negated(places, test)


def _negated(places: _Places, test: ast.expr) -> Iterator[Change]:
    """Yield the contrary of a condition, unless another change amounts to it."""
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Constant():
            return
        case ast.Compare(ops=[op]) if not isinstance(op, _ORDERS):
            return
    yield places.span(test), f"not ({places.text(places.span(test))})"


def _swapped(
    places: _Places, before: ast.expr, op: ast.AST, after: ast.expr
) -> Iterator[Change]:
    """Yield the operator between two operands as another one."""
    if not (swap := _SWAPPED.get(type(op))):
        return
    start, end = places.span(before)[1], places.span(after)[0]
    pattern = r"\s+".join(re.escape(word) for word in swap[0].split())
    if found := re.search(pattern, places.text((start, end))):
        yield (start + found.start(), start + found.end()), swap[1]


def _other(value: object) -> str | None:
    """Return another constant of the same type as source, None if there is none."""
    match value:
        case bool():
            return repr(not value)
        case int() | float():
            return repr(value + 1 if abs(value) <= _SMALL else value * 2)
        case str() if value:
            return repr(f"{value}?")
    return None

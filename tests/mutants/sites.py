"""Where a law can be written wrong: one small edit each, found in the syntax of a module."""

import ast
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

OPERATORS = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"),
}  # fmt: skip
COMPARISONS = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="),
}  # fmt: skip
FLIPS = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
NAMES = {"min": "max", "max": "min"}
UNITS = {"s": "min", " [s]": " [min]", "m": "km", "share": "count", "count": "share"}
GUARD = 1e-4
"""Below this a figure guards against a division by zero."""
LEFT_OUT = {"__repr__", "kernel"}
"""Functions of no law."""
COMPILING = {"handing.py", "jit.py", "linking.py"}
"""Modules of how laws are compiled, which are run as written here and so never reached."""


@dataclass(frozen=True)
class Mutant:
    """One edit of one module: bytes `start` to `stop` become `put`."""

    path: Path
    function: str
    kind: str
    line: int
    start: int
    stop: int
    put: str

    def applied(self) -> bytes:
        """The module with the edit."""
        text = self.path.read_bytes()
        return text[: self.start] + self.put.encode() + text[self.stop :]

    def order(self, seed: int) -> str:
        """Where it stands in the draw: nothing but the function and the edit itself decides."""
        was = self.path.read_bytes()[self.start : self.stop].decode()
        return _digest(seed, self.path.name, self.function, self.kind, was, self.put)


def _digest(*parts) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def draw_mutants(folder: Path, count: int, seed: int, members: dict[str, list[str]]):
    """Draw mutants of a folder, one a function until each has one.

    Functions and edits are put in the order of a hash of the seed and of their names, so that an
    edit of one law draws no other mutants of another.
    """
    by_function = {}
    paths = (path for path in sorted(folder.rglob("*.py")) if path.name not in COMPILING)
    for path in paths:
        for each in find_mutants(path, members):
            by_function.setdefault((path, each.function), []).append(each)
    queues = [
        sorted(each, key=lambda one: one.order(seed))
        for _, each in sorted(
            by_function.items(), key=lambda item: _digest(seed, item[0][0].name, item[0][1])
        )
    ]
    drawn = []
    while len(drawn) < count and any(queues):
        for queue in queues:
            if queue and len(drawn) < count:
                drawn.append(queue.pop(0))
    return drawn


def members_of(*paths: Path) -> dict[str, list[str]]:
    """The members of every enum in some modules."""
    found = {}
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and "Enum" in ast.unparse(node.bases[0]):
                found[node.name] = [
                    each.targets[0].id for each in node.body if isinstance(each, ast.Assign)
                ]
    return found


def find_mutants(path: Path, members: dict[str, list[str]]) -> list[Mutant]:
    """Every edit that could be made in the functions of a module."""
    text = path.read_bytes()
    tree = ast.parse(text)
    finder = _Finder(path, text, members)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name not in LEFT_OUT:
            finder.function = node.name
            for statement in node.body:
                finder.visit(statement)
    return finder.found


def operands(node):
    """Both sides of an operation."""
    return node.left, node.right


def is_string(node):
    """Tell whether a node is a text."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class _Finder(ast.NodeVisitor):
    """Gathers the edits of one module."""

    def __init__(self, path, text, members):
        self.path, self.text, self.members = path, text, members
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.function, self.found = "", []

    def at(self, node, *, end=False):
        """Where a node begins, or ends, in bytes."""
        if end:
            return self.starts[node.end_lineno - 1] + node.end_col_offset
        return self.starts[node.lineno - 1] + node.col_offset

    def add(self, kind, node, start, stop, put):
        self.found.append(Mutant(self.path, self.function, kind, node.lineno, start, stop, put))

    def put(self, kind, node, put):
        self.add(kind, node, self.at(node), self.at(node, end=True), put)

    def replace_between(self, kind, left, right, was, now):
        """Replace an operator, which stands between its operands."""
        start, stop = self.at(left, end=True), self.at(right)
        at = self.text.find(was.encode(), start, stop)
        if at >= 0:
            self.add(kind, right, at, at + len(was), now)

    # What is said, not done; what another function's turn is; what no law depends on.

    def visit_FunctionDef(self, node):
        pass

    def visit_Raise(self, node):
        pass

    def visit_Assert(self, node):
        pass

    def visit_Import(self, node):
        pass

    def visit_AnnAssign(self, node):
        if node.value is not None:
            self.visit(node.value)

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node):
        name = ast.unparse(node.func)
        if isinstance(node.func, ast.Name) and name in NAMES:
            self.put("min/max", node.func, NAMES[name])
        arguments = node.args
        if name.startswith("draw"):
            # Another stream is another number of the same law.
            arguments = node.args[4 if name in {"draw", "draw_exponential"} else 3 :]
        if name in {"progress", "tell", "np.uintp", "np.intp", "cast"}:
            return
        for each in (*arguments, *(one.value for one in node.keywords)):
            self.visit(each)
        self.visit(node.func)

    def visit_BinOp(self, node):
        is_text = any(isinstance(each, ast.JoinedStr) or is_string(each) for each in operands(node))
        if type(node.op) in OPERATORS and not is_text:  # text, and parts of paths
            was, now = OPERATORS[type(node.op)]
            self.replace_between("operator", node.left, node.right, was, now)
        self.generic_visit(node)

    def visit_AugAssign(self, node):
        if type(node.op) in OPERATORS:
            was, now = OPERATORS[type(node.op)]
            self.replace_between("update", node.target, node.value, f"{was}=", f"{now}=")
        self.generic_visit(node)

    def visit_Assign(self, node):
        if isinstance(node.targets[0], ast.Subscript | ast.Attribute):
            self.put("dropped", node, "pass")
        self.generic_visit(node)

    def visit_Compare(self, node):
        if type(node.ops[0]) in COMPARISONS:
            was, now = COMPARISONS[type(node.ops[0])]
            self.replace_between("comparison", node.left, node.comparators[0], was, now)
            if was in FLIPS:
                self.replace_between("flip", node.left, node.comparators[0], was, FLIPS[was])
        self.generic_visit(node)

    def visit_If(self, node):
        text = ast.unparse(node.test)
        if "progress" in text or "TYPE_CHECKING" in text or isinstance(node.body[0], ast.Raise):
            return
        self.put("branch", node.test, f"not ({text})")
        self.generic_visit(node)

    def visit_IfExp(self, node):
        if "progress" not in ast.unparse(node.test):
            self.put("branch", node.test, f"not ({ast.unparse(node.test)})")
            self.generic_visit(node)

    def visit_UnaryOp(self, node):
        # Any negative number says that there is nobody, no door, no leg.
        if not isinstance(node.op, ast.USub) or ast.unparse(node) not in {"-1", "-1.0"}:
            self.generic_visit(node)

    def visit_Subscript(self, node):
        if not ast.unparse(node).endswith((".shape[0]", ".shape[1]")):
            self.generic_visit(node)

    def visit_Attribute(self, node):
        names = self.members.get(node.value.id, []) if isinstance(node.value, ast.Name) else []
        if node.attr in names and node.value.id != "Purpose":
            other = names[(names.index(node.attr) + 1) % len(names)]
            self.put("member", node, f"{node.value.id}.{other}")
        self.generic_visit(node)

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, str) and value in UNITS and not self._is_in_f_string(node):
            self.put("unit", node, repr(UNITS[value]))
        is_figure = isinstance(value, int | float) and not isinstance(value, bool)
        if is_figure and (value == 0 or abs(value) >= GUARD):
            self.put("figure", node, repr(value * 2 if value else value + 1))

    def visit_JoinedStr(self, node):
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def _is_in_f_string(self, node):
        return not re.match(rb"[\"']", self.text[self.at(node) : self.at(node) + 1])

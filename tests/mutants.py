"""Mutants: copies of a module with one small fault each, as somebody might type it.

Faults are of computing: a comparison, an operator, a number, a condition turned round, an argument left out, a result
not returned. What is only said (text, messages of errors) or declared (types, decorators) is left as it is, and so are
`strict` of zip, a guard that a right program never needs, and `encoding`, which other systems need. On which side of a
tolerance a number counts that equals it, nothing promises: such a comparison is turned round as a whole. In `reshape`
any number below zero is the same.
"""

import ast
import copy
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
TURNED = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
}  # fmt: skip
NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}
# What only says or declares something.
LEFT_ARGUMENTS = (None, "strict", "encoding")
LEFT = {ast.Raise, ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom}
LEFT_FIELDS = {"annotation", "returns", "decorator_list", "bases"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what stood there and what stands there now.

    Attributes
    ----------
    file, function : str
        Path of the module, and the names of what encloses the place.
    lines : range
        Of the statement, by which the tests that run it are found.
    number, nth : int
        Which it is of the module, and of those in the function that read the same.
    constants : tuple of str
        Names that the statement gives a value to, where it stands in no function.
    """

    file: str
    function: str
    lines: range
    number: int
    was: str
    now: str
    nth: int = 1
    constants: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What it is known by when lines move."""
        return self.file, self.function, self.was, self.now, self.nth

    def __str__(self) -> str:
        place = f"{self.file}:{self.lines.start} {self.function}"
        return f"{place}: {self.was}  ->  {self.now}" + f" ({self.nth} of its kind)" * (self.nth > 1)


def mutants(source: str, file: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    found, met, tree = [], Counter(), ast.parse(source)
    assigned = {each.lineno: tuple(_assigned(each)) for each in tree.body if isinstance(each, ast.Assign)}
    for number, (place, held, now) in enumerate(_faults(tree)):
        lines, texts = range(place.lines[0], place.lines[1] + 1), (_text(held), _text(now))
        met[place.function, *texts] += 1
        constants = assigned.get(lines.start, ()) if place.function == "module" else ()
        found.append(Mutant(file, place.function, lines, number, *texts, met[place.function, *texts], constants))
    return found


def spoilt(source: str, number: int) -> ast.Module:
    """The module with the fault of this number in it."""
    tree = ast.parse(source)
    for here, (place, _, now) in enumerate(_faults(tree)):
        if here == number:
            place.put(now)
            return ast.fix_missing_locations(tree)
    raise IndexError(f"there is no mutant {number}")


@dataclass
class _Place:
    """Where in the tree a node stands."""

    parent: ast.AST
    field: str
    index: int | None
    function: str
    lines: tuple[int, int]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _faults(tree: ast.Module) -> Iterator[tuple[_Place, ast.AST, ast.AST]]:
    """Each place, the node that stands there, and one that a fault would put there."""
    tolerances, what_is_left = _tolerances(tree), _what_is_left(tree)
    for place, node in _places(tree, "module", (1, 1)):
        for now in () if node in what_is_left else _replacements(node, tolerances):
            yield place, node, ast.copy_location(now, node)
        if place.field in ("test", "ifs") and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
            yield place, node, ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _tolerances(tree: ast.Module) -> set[str]:
    """Names of the private constants of a module that are written as a float, as ``_SLACK = 1e-10``."""
    return {
        name
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and any(isinstance(node, ast.Constant) and isinstance(node.value, float) for node in ast.walk(statement.value))
        for name in _assigned(statement)
        if name.startswith("_") and name.isupper()
    }


def _what_is_left(tree: ast.Module) -> set[ast.AST]:
    """The 1 of each -1 in `reshape`, where NumPy takes any number below zero for what is left."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reshaped = [node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape"]
    return {size.operand for node in reshaped for size in node.args if isinstance(size, ast.UnaryOp)}


def _assigned(statement: ast.Assign) -> Iterator[str]:
    """Names that a statement gives a value to."""
    for target in statement.targets:
        yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _places(parent: ast.AST, function: str, lines: tuple[int, int]) -> Iterator[tuple[_Place, ast.AST]]:
    """Every node below one, with its place; what is left as it is, is not entered."""
    if isinstance(parent, ast.FunctionDef | ast.ClassDef):
        function = parent.name if function == "module" else f"{function}.{parent.name}"
    for field, value in ast.iter_fields(parent):
        if field in LEFT_FIELDS:
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or type(node) in LEFT or getattr(node, "arg", "") in LEFT_ARGUMENTS[1:]:
                continue
            own = _own_lines(node) if isinstance(node, ast.stmt) else lines
            yield _Place(parent, field, index, function, own), node
            yield from _places(node, function, own)


def _own_lines(statement: ast.stmt) -> tuple[int, int]:
    """The lines of a statement without those of the block below it."""
    block = getattr(statement, "body", None)
    return statement.lineno, max(statement.lineno, block[0].lineno - 1) if block else statement.end_lineno


def _replacements(node: ast.AST, tolerances: Collection[str] = ()) -> Iterator[ast.AST]:
    """What a fault would put in the place of a node."""
    match node:
        case ast.Compare(ops=ops):
            named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            faults = COMPARED if named.isdisjoint(tolerances) else COMPARED | TURNED
            for index, op in enumerate(ops):
                yield _with(node, ops=[*ops[:index], faults[type(op)](), *ops[index + 1 :]])
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in COMPUTED:
            yield _with(node, op=COMPUTED[type(op)]())
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value) if value + 1 != value:
            yield ast.Constant(value + 1)
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield _with(node, value=ast.Constant(None))
        case ast.Call(keywords=keywords):
            for index, keyword in enumerate(keywords):
                if keyword.arg not in LEFT_ARGUMENTS:
                    yield _with(node, keywords=[*keywords[:index], *keywords[index + 1 :]])
        case ast.Name(id=name) if name in NAMED:
            yield _with(node, id=NAMED[name])
        case ast.Attribute(attr=name) if name in NAMED:
            yield _with(node, attr=NAMED[name])
        case ast.Break():
            yield ast.Continue()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())

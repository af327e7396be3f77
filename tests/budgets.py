"""The budgets of the code, each a figure over sources; `python -m tests.budgets` prints them.

Lines of code are lines that hold a token which is neither a comment nor part of a docstring.
Complexity and docstrings are ruff's (C901, D1); imports are import-linter's.
"""

import ast
import io
import math
import statistics
import sys
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

FUNCTION_MAX = 50
FUNCTION_P95 = 30
FUNCTION_MEDIAN = 7
FILE_MAX = 400  # all lines, as an editor counts them
BROAD_EXCEPTS_PER_1000 = 2
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "common", "base", "manager"})

ROOT = Path(__file__).resolve().parent.parent
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LAYOUT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}

Sources: TypeAlias = Mapping[str, str]  # path -> text


class Function(NamedTuple):
    """One function or method and its length in lines of code, nested functions included."""

    where: str
    length: int


def sources(package: str = "monitor") -> dict[str, str]:
    """Read every Python file of a package of this checkout."""
    files = sorted((ROOT / package).rglob("*.py"))
    return {str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files}


def docstring_lines(tree: ast.Module) -> set[int]:
    """The lines that docstrings take up."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (*DEFINITIONS, ast.ClassDef, ast.Module)) and ast.get_docstring(node):
            text = node.body[0]
            lines.update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return lines


def code_lines(text: str) -> set[int]:
    """The numbers of the lines of code in a source."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in LAYOUT:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - docstring_lines(ast.parse(text))


def functions(code: Sources) -> list[Function]:
    """Every function and method with its length."""
    found = []
    for path, text in code.items():
        lines = code_lines(text)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, DEFINITIONS):
                body = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                where = f"{path}:{node.lineno} {node.name}"
                found.append(Function(where, len(lines.intersection(body))))
    return found


def broad_excepts(text: str) -> Iterator[int]:
    """The lines of handlers that catch everything, bare or by a name for it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {getattr(each, "id", None) for each in caught}
            if node.type is None or names & {"Exception", "BaseException"}:
                yield node.lineno


def long_functions(code: Sources) -> list[str]:
    """Functions above the limit."""
    return [
        f"{where}: {length} lines of code (limit {FUNCTION_MAX})"
        for where, length in functions(code)
        if length > FUNCTION_MAX
    ]


def typical_length(code: Sources) -> list[str]:
    """The median and the 95th percentile of the functions' lengths, where above the limit."""
    lengths = sorted(length for _, length in functions(code)) or [0]
    median = statistics.median(lengths)
    p95 = lengths[math.ceil(0.95 * len(lengths)) - 1]
    rows = []
    if median > FUNCTION_MEDIAN:
        rows.append(f"functions: median {median:g} lines of code (limit {FUNCTION_MEDIAN})")
    if p95 > FUNCTION_P95:
        rows.append(f"functions: 95 % have up to {p95} lines of code (limit {FUNCTION_P95})")
    return rows


def long_files(code: Sources) -> list[str]:
    """Files above the limit."""
    counts = {path: text.count("\n") for path, text in code.items()}
    return [f"{path}: {n} lines (limit {FILE_MAX})" for path, n in counts.items() if n > FILE_MAX]


def vague_modules(code: Sources) -> list[str]:
    """Modules and packages whose name does not say what is in them."""
    return [
        f"{path}: named {', '.join(sorted(vague))}"
        for path in code
        if (vague := VAGUE_NAMES.intersection(Path(path).with_suffix("").parts))
    ]


def too_many_broad_excepts(code: Sources) -> list[str]:
    """All broad handlers, when there are more than the size of the code allows."""
    rows = [f"{path}:{line}: broad except" for path in code for line in broad_excepts(code[path])]
    size = sum(len(code_lines(text)) for text in code.values())
    return rows if len(rows) > math.ceil(size * BROAD_EXCEPTS_PER_1000 / 1000) else []


BUDGETS = (long_functions, typical_length, long_files, vague_modules, too_many_broad_excepts)


def summary(code: Sources) -> str:
    """One line of figures."""
    lengths = [length for _, length in functions(code)] or [0]
    size = sum(len(code_lines(text)) for text in code.values())
    broad = sum(1 for text in code.values() for _ in broad_excepts(text))
    return (
        f"{len(code)} files, {size} lines of code, {len(lengths)} functions: "
        f"median {statistics.median(lengths):g}, longest {max(lengths)}; {broad} broad excepts"
    )


def main() -> int:
    """Print what is above its budget, and the figures."""
    code = sources()
    rows = [row for budget in BUDGETS for row in budget(code)]
    print(*rows, f"budgets: {summary(code)}", sep="\n")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main())

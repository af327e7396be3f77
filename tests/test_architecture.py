"""The shape of the code: each rule holds, and each is shown to fail on a seeded violation."""

import copy
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.application.use_cases import SUCCESS, lint_imports
from importlinter.configuration import configure
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from monitor import registry
from tests import budgets

PYPROJECT = str(budgets.ROOT / "pyproject.toml")
CONTRACT_TYPES = {
    each.type_name: each
    for each in (
        AcyclicSiblingsContract,
        ForbiddenContract,
        LayersContract,
        ProtectedContract,
    )
}

configure()


# --- imports ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("monitor", include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def configuration() -> dict[str, Any]:
    return read_configuration(PYPROJECT)


def contract_holds(name: str, graph: grimp.ImportGraph, configuration: dict[str, Any]) -> bool:
    options = next(each for each in configuration["contracts_options"] if each["id"] == name)
    contract = CONTRACT_TYPES[options["type"]](
        options["name"], configuration["session_options"], options
    )
    return bool(contract.check(graph, verbose=False).kept)


def test_imports_keep_every_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """Imports run one way, the core is pure and members of a family do not know each other."""
    kept = lint_imports(config_filename=PYPROJECT, cache_dir=None, no_logo=True)
    assert kept == SUCCESS, capsys.readouterr().out


SEEDED_IMPORTS = [
    ("layers", "monitor.text", "monitor.eventlog"),
    ("layers", "monitor.sources", "monitor.alerts"),
    ("layers", "monitor.unplaced", "monitor.errors"),
    ("pure-core", "monitor.claims.seeded", "os"),
    ("pure-core", "monitor.projections.seeded", "time"),
    ("http", "monitor.pipeline", "httpx"),
    ("page", "monitor.web", "monitor.opening"),
    ("cycles", "monitor.errors", "monitor.text"),
]


@pytest.mark.parametrize(("contract", "importer", "imported"), SEEDED_IMPORTS)
def test_a_wrong_import_breaks_its_contract(
    contract: str,
    importer: str,
    imported: str,
    graph: grimp.ImportGraph,
    configuration: dict[str, Any],
) -> None:
    """An import against a contract is seen, also one in a module that is new."""
    seeded = copy.deepcopy(graph)
    seeded.add_import(importer=importer, imported=imported)
    if contract == "cycles":
        seeded.add_import(importer=imported, imported=importer)
    assert not contract_holds(contract, seeded, configuration)


def test_every_contract_has_a_seeded_violation(configuration: dict[str, Any]) -> None:
    """A contract that was never seen to fail is not trusted."""
    contracts = {each["id"] for each in configuration["contracts_options"]}
    assert contracts == {name for name, _, _ in SEEDED_IMPORTS}


def imported_members(graph: grimp.ImportGraph, members: set[str]) -> list[str]:
    """The imports of members of a family from outside them; they are reached by name only."""
    found = []
    for member in sorted(members):
        own = {member, *graph.find_descendants(member)}
        for module in sorted(own):
            importers = graph.find_modules_that_directly_import(module) - own
            found += [f"{importer} -> {module}" for importer in sorted(importers)]
    return found


@pytest.mark.parametrize("family", registry.WORDS)
def test_members_of_a_family_are_reached_by_name_only(
    family: str, graph: grimp.ImportGraph
) -> None:
    """Nobody imports a member, so members cannot know each other and one more changes nothing."""
    members = {f"monitor.{family}.{name}" for name in registry.names(family)}
    assert members
    assert imported_members(graph, members) == []


def test_an_import_of_a_member_is_seen(graph: grimp.ImportGraph) -> None:
    """A member that imports its neighbour is found; what it imports of its own is its affair."""
    one, two = "monitor.sources.seeded_one", "monitor.sources.seeded_two"
    seeded = copy.deepcopy(graph)
    seeded.add_module(two)
    seeded.add_import(importer=two, imported=f"{two}.part")
    seeded.add_import(importer=one, imported=f"{two}.part")
    seeded.add_import(importer=f"{two}.part", imported=two)
    assert imported_members(seeded, {one, two}) == [f"{one} -> {two}.part"]


# --- size and names ---------------------------------------------------------------------------


@pytest.mark.parametrize("budget", budgets.BUDGETS)
def test_the_code_keeps_its_budgets(budget: Callable[[budgets.Sources], list[str]]) -> None:
    """Functions and files are short, names say something, broad excepts are rare."""
    assert budget(budgets.sources()) == []


def function(lines: int) -> str:
    return "def f():\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("budget", "path", "text"),
    [
        (budgets.long_functions, "monitor/a.py", function(51)),
        (budgets.typical_length, "monitor/a.py", function(8)),
        (budgets.typical_length, "monitor/a.py", function(2) * 18 + function(31) * 2),
        (budgets.long_files, "monitor/a.py", "\n" * 401),
        (budgets.vague_modules, "monitor/utils.py", ""),
        (budgets.vague_modules, "monitor/helpers/dates.py", ""),
        (budgets.too_many_broad_excepts, "monitor/a.py", "try: x\nexcept Exception: y\n" * 2),
        (budgets.too_many_broad_excepts, "monitor/a.py", "try: x\nexcept: y\n" * 2),
        (budgets.too_many_broad_excepts, "monitor/a.py", "try: x\nexcept (A, Exception): y\n" * 2),
    ],
)
def test_a_violation_is_above_the_budget(
    budget: Callable[[budgets.Sources], list[str]], path: str, text: str
) -> None:
    """Each budget sees what it is there for."""
    assert budget({path: text})


@pytest.mark.parametrize(
    ("budget", "text"),
    [
        (budgets.long_functions, function(50)),
        (budgets.typical_length, function(7)),
        (budgets.long_files, "\n" * 400),
        (budgets.too_many_broad_excepts, "try: x\nexcept Exception: y\n"),
        (budgets.too_many_broad_excepts, "try: x\nexcept (A, ValueError): y\n" * 9),
    ],
)
def test_what_is_at_the_budget_keeps_it(
    budget: Callable[[budgets.Sources], list[str]], text: str
) -> None:
    """The limit itself is allowed."""
    assert budget({"monitor/a.py": text}) == []


def test_lines_of_code_are_neither_comments_nor_docstrings_nor_blank() -> None:
    """A function may explain itself without growing."""
    text = 'def f():\n    """One.\n\n    Two.\n    """\n\n    # why\n    return (\n        x\n    )'
    assert budgets.functions({"monitor/a.py": text}) == [("monitor/a.py:1 f", 4)]


# --- complexity and docstrings ----------------------------------------------------------------


def ruff(rule: str, *arguments: str, text: str | None = None) -> str:
    """What ruff finds against a rule, in files or in a source given as text."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "--select", rule]
    done = subprocess.run(
        [*command, "--output-format", "concise", *arguments],
        input=text,
        cwd=budgets.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


DOCSTRINGS = "D100,D101,D102,D103,D104,D106"  # not magic methods and constructors


@pytest.mark.parametrize("rule", ["C901", DOCSTRINGS])
def test_functions_are_simple_and_public_names_are_explained(rule: str) -> None:
    """Complexity is at most 10, and every public name has a docstring."""
    assert ruff(rule, "monitor") == ""


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("C901", "def f(x):\n" + "    if x:\n        x()\n" * 10),
        (DOCSTRINGS, 'def public():\n    """One."""\n'),
        ("TID251", "import time\n\nNOW = time.time()\n"),
        ("TID251", "from datetime import datetime\n\nNOW = datetime.now()\n"),
    ],
)
def test_ruff_sees_a_violation(rule: str, text: str) -> None:
    """The rules of ruff that are relied upon are switched on for this package."""
    assert f" {rule[:4]}" in ruff(rule, "--stdin-filename", "monitor/seeded.py", "-", text=text)


def test_the_table_of_the_sources_names_every_module() -> None:
    """Whoever looks for a module of the largest room finds it there."""
    from monitor import sources

    told = set(re.findall(r"[a-z_]+", sources.__doc__ or ""))
    modules = {each.name for each in pkgutil.iter_modules(sources.__path__)}
    assert modules <= told

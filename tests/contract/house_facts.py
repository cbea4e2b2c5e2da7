"""What the installed services say, read, obey and set deadlines for, read from their code."""

import ast
import importlib
import inspect
from functools import cache
from pathlib import Path
from types import ModuleType

from servicekit.assembly import installed_services

EXPECTED = {"intake", "review", "payments", "notify", "reporting", "partners", "simulators"}


REBUILT = {"payments": {"DeductionReported"}}
"""Events of others that a service makes of what it was sent otherwise: rows of a file."""
UNSAID = {"simulators": {"BasesAnnounced", "DeductionFileAnnounced"}}
"""Events of a partner that its stand-in does not say.

The stand-in centre reports each deduction by itself, so it has no file to announce, and it collects
by the bases of the policy pack, which a notice of its own would only repeat. Both are said in the
centre's name where their content matters: in the tests of partners and payments, and in `bench`.
"""


def services():
    return installed_services()


def package(service):
    return importlib.import_module(service.__module__.partition(".")[0])


def sources_of(service):
    """The exchanges on which a service speaks."""
    return set(getattr(service, "speaks_as", (service.name,)))


@cache
def modules(service) -> list[tuple[ModuleType, ast.Module]]:
    """Every module of a service but its front door, with its syntax tree."""
    root, found = Path(inspect.getfile(package(service))).parent, []
    for path in sorted(root.rglob("*.py")):
        words = path.relative_to(root.parent).with_suffix("").parts
        if "migrations" in words or words[1:] == ("service",):
            continue
        name = ".".join(word for word in words if word != "__init__")
        found.append((importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))))
    return found


@cache
def made_by(service) -> set[str]:
    """Names a service calls or hands to a call: among them the events it says."""
    calls = [
        node
        for _, tree in modules(service)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]
    used = [part for call in calls if not _opens(call) for part in (call.func, *call.args)]
    return {part.id for part in used if isinstance(part, ast.Name)}


def _opens(call: ast.Call) -> bool:
    """`wire.load(Event, …)` reads what another has said."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "load"


def reads_calendar(service) -> bool:
    """Whether a service counts working days: whether its code asks for `uow.calendar`."""
    return any(
        isinstance(node, ast.Attribute) and ast.unparse(node) == "uow.calendar"
        for _, tree in modules(service)
        for node in ast.walk(tree)
    )


def deadline_kinds(service, counted=False) -> set[str]:
    """The kinds a service sets: literals, constants, and what is passed to a helper that sets.

    With `counted`, only those that are counted by a calendar.
    """
    found = set()
    for module, tree in modules(service):
        for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            for call in _sets(function):
                if counted and "calendar" not in [word.arg for word in call.keywords]:
                    continue
                found |= _kinds(call.args[0], function, module, tree)
    return found


def _sets(function) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "set"
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "deadlines"
    ]


def _kinds(kind, function, module, tree) -> set[str]:
    if isinstance(kind, ast.Constant):
        return {kind.value}
    if isinstance(kind, ast.Name) and isinstance(getattr(module, kind.id, None), str):
        return {getattr(module, kind.id)}
    names = [argument.arg for argument in function.args.args]
    if isinstance(kind, ast.Name) and kind.id in names:
        return _passed(function.name, names.index(kind.id), tree)
    if ast.unparse(kind) == "deadline.kind":
        return set()  # the bell that rang is set once more
    if isinstance(kind, ast.Attribute) and kind.attr == "kind":
        terms = importlib.import_module(f"{module.__name__.partition('.')[0]}.domain.terms")
        return set(terms.TITLES)
    raise AssertionError(f"{module.__name__}: cannot tell which deadline {ast.unparse(kind)} is")


def _passed(helper, place, tree) -> set[str]:
    return {
        node.args[place].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == helper
        and isinstance(node.args[place], ast.Constant)
    }

"""Which settings a function can read: followed from its main.py through every name it uses."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shared.settings import Settings

ROOT = Path(__file__).parents[2]
_FIRST_PARTY = ("functions", "shared")
_MODULE = ""
"""Stands for the statements of a module that run when it is imported."""

Symbol = tuple[str, str]


@dataclass
class Module:
    """The names a module defines, each with the code behind it, and where its imports lead."""

    code: dict[str, list[ast.stmt]] = field(default_factory=dict[str, list[ast.stmt]])
    imports: dict[str, str] = field(default_factory=dict[str, str])


def reachable(start: str, without: str = "") -> frozenset[Symbol]:
    """Return every `(module, name)` that `start` leads to, but through the module `without`."""
    seen: set[Symbol] = set()
    waiting = [(start, name) for name in _parsed(start).code]
    while waiting:
        symbol = waiting.pop()
        if symbol in seen or symbol[0] == without:
            continue
        seen.add(symbol)
        waiting += [(symbol[0], _MODULE), *_uses(symbol)]
    return frozenset(seen)


def settings_read(start: str, without: str = "") -> frozenset[str]:
    """Return the fields of Settings that code reached from `start` reads, but in `without`."""
    fields = set(Settings.model_fields)
    return frozenset(
        node.attr
        for module, name in reachable(start, without)
        if module != Settings.__module__
        for statement in _parsed(module).code.get(name, [])
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and node.attr in fields and _is_settings(node.value)
    )


def _is_settings(value: ast.expr) -> bool:
    """Whether an expression is the settings: `settings()`, or a thing called settings."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == "settings"
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name.strip("_") == "settings"


def _uses(symbol: Symbol) -> Iterator[Symbol]:
    module, name = symbol
    parsed = _parsed(module)
    nodes = [node for each in parsed.code.get(name, []) for node in ast.walk(each)]
    local = dict(parsed.imports)
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            local |= _imported(node)
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in parsed.code:
            yield module, node.id
        elif isinstance(node, ast.Name):
            yield from _target(local.get(node.id, ""))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _target(f"{local.get(node.value.id, '')}.{node.attr}")


def _target(dotted: str) -> Iterator[Symbol]:
    module, _, name = dotted.rpartition(".")
    if _path(dotted) is not None:
        yield dotted, _MODULE
    elif module and _path(module) is not None:
        yield module, name


@cache
def _parsed(module: str) -> Module:
    parsed = Module()
    path = _path(module)
    body = ast.parse(path.read_text()).body if path is not None else []
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            parsed.imports |= _imported(statement)
        elif isinstance(statement, ast.If):  # imports for the type checker only
            for inner in statement.body:
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    parsed.imports |= _imported(inner)
        for name in _defined(statement):
            parsed.code.setdefault(name, []).append(statement)
    return parsed


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return [_MODULE]


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name: alias.name for alias in node.names}
    return {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}


@cache
def _path(module: str) -> Path | None:
    if module.partition(".")[0] not in _FIRST_PARTY:
        return None
    base = ROOT.joinpath(*module.split("."))
    found = [path for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()]
    return found[0] if found else None

"""Size budgets (house.md 8): a reader should hold a file, and a function, in one look."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Budget:
    """`usual` holds for 95 of 100, `never` for all."""

    what: str
    usual: int
    never: int


MODULE = Budget("module", usual=350, never=500)
FUNCTION = Budget("function", usual=40, never=60)
TEMPLATE = Budget("template", usual=150, never=150)
TYPESCRIPT = Budget("TypeScript file", usual=200, never=200)
TEST = Budget("test file", usual=400, never=400)


def line_count(path: Path) -> int:
    return len(path.read_text().splitlines())


def function_lengths(path: Path) -> dict[str, int]:
    """Every function of a module, nested ones too, with its lines from `def` to the end."""
    lengths: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lengths[f"{path}:{node.lineno} {node.name}"] = node.end_lineno - node.lineno + 1
    return lengths


def percentile_95(values: Iterable[int]) -> int:
    ranked = sorted(values)
    return ranked[math.ceil(0.95 * len(ranked)) - 1] if ranked else 0


def over_budget(lengths: Mapping[str, int], budget: Budget) -> list[str]:
    findings = [
        f"{name}: {lines} lines, and a {budget.what} never has more than {budget.never}"
        for name, lines in lengths.items()
        if lines > budget.never
    ]
    usual = percentile_95(lengths.values())
    if usual > budget.usual:
        long = ", ".join(name for name, lines in lengths.items() if lines > budget.usual)
        findings.append(
            f"95 of 100 of kind {budget.what} should stay within {budget.usual} lines; at {usual}: {long}"
        )
    return findings


def is_test(path: Path) -> bool:
    in_tests = "tests" in path.parts or path.parts[0] in {"journeys", "house_tests"}
    return in_tests or path.name == "conftest.py"


def findings(root: Path, files: Iterable[Path]) -> list[str]:
    """Hold every file (paths relative to `root`) against its budget; migrations are exempt."""
    files = [path for path in files if "migrations" not in path.parts]
    python = [path for path in files if path.suffix == ".py"]
    tests = [path for path in python if is_test(path)]
    modules = [path for path in python if not is_test(path)]
    groups = {
        MODULE: modules,
        TEST: tests,
        TEMPLATE: [p for p in files if "templates" in p.parts],
        TYPESCRIPT: [p for p in files if p.suffix == ".ts"],
    }
    found: list[str] = []
    for budget, paths in groups.items():
        found += over_budget({str(p): line_count(root / p) for p in paths}, budget)
    functions: dict[str, int] = {}
    for path in python:
        functions |= function_lengths(root / path)
    return found + over_budget(functions, FUNCTION)

"""What was measured, as a table for people and as JSON for machines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.figures import Figure

_VERDICTS = {None: "", True: "met", False: "MISSED"}
_TWO_DIGITS = 10


@dataclass
class Report:
    """Everything of one run.

    Attributes:
        machine: where and when it ran, on which stores.
        sections: figures by what they are about, in the order they were measured.
        notes: what a reader of the figures must know.
    """

    machine: dict[str, object]
    sections: dict[str, list[Figure]] = field(default_factory=dict[str, list[Figure]])
    notes: list[str] = field(default_factory=list[str])

    def add(self, section: str, figures: Sequence[Figure]) -> None:
        """Take figures, and show them at once: a long run should not be silent."""
        self.sections.setdefault(section, []).extend(figures)
        print(f"\n{section}")
        for line in _lines(figures):
            print(f"  {line}", flush=True)

    def write(self, path: Path) -> None:
        """Write the JSON."""
        content = {
            "machine": self.machine,
            "sections": {
                name: [one.as_json() for one in figures] for name, figures in self.sections.items()
            },
            "notes": self.notes,
        }
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @property
    def missed(self) -> list[Figure]:
        """Figures that are worse than their target."""
        return [one for figures in self.sections.values() for one in figures if one.met is False]


def _lines(figures: Sequence[Figure]) -> list[str]:
    if any(one.of for one in figures):
        return _grid(figures)
    width = max((len(one.name) for one in figures), default=0)
    return [_line(one, width) for one in figures]


def _line(one: Figure, width: int) -> str:
    p95 = "" if one.p95 is None else f"p95 {_number(one.p95)} {one.unit}"
    target = f"{one.target}: {_VERDICTS[one.met]}" if one.target else ""
    value = f"{_number(one.p50)} {one.unit}"
    return f"{one.name:<{width}}  {value:>12}  {p95:>16}  n={one.runs:<5} {target}".rstrip()


def _grid(figures: Sequence[Figure]) -> list[str]:
    """Return one row per subject; medians, with a ! where a target is missed."""
    columns = list(dict.fromkeys(f"{one.name} {one.unit}" for one in figures))
    subjects = list(dict.fromkeys(one.of for one in figures))
    cells = {(one.of, f"{one.name} {one.unit}"): one for one in figures}
    width = max(len(subject) for subject in subjects)
    runs = min(one.runs for one in figures)
    lines = [f"{f'medians of {runs}':<{width}}  {'  '.join(columns)}"]
    for subject in subjects:
        row = [_cell(cells.get((subject, column)), len(column)) for column in columns]
        lines.append(f"{subject:<{width}}  {'  '.join(row)}".rstrip())
    return lines


def _cell(one: Figure | None, width: int) -> str:
    shown = "" if one is None else _number(one.p50) + ("!" if one.met is False else "")
    return f"{shown:>{width}}"


def _number(value: float) -> str:
    return f"{value:.2f}" if abs(value) < _TWO_DIGITS else f"{value:.0f}"

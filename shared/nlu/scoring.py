"""Scores what a message may mean. Rules are the first classifier; a trained one fits the seam."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from shared.nlu.context import Context
from shared.nlu.entities import Entities
from shared.nlu.facts import find_facts
from shared.nlu.lexicon import read_yaml
from shared.nlu.reading import Reading

Label = str
"""An intent's value, or `faq:` and a topic."""


class Evidence(NamedTuple):
    """What a classifier may look at: the text, its language, the context, and what was found."""

    text: str
    language: str
    context: Context
    reading: Reading
    entities: Entities
    bare_number: int | None


Classifier = Callable[[Evidence], Mapping[Label, float]]
"""Scores of 0 to 1 for the labels it considers; a label left out scores 0."""

_RuleLine = TypedDict("_RuleLine", {"if": str, "unless": NotRequired[str], "score": float})


class _RuleFile(TypedDict):
    groups: dict[str, str]
    rules: dict[Label, list[_RuleLine]]


class _Rule(NamedTuple):
    label: Label
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]
    score: float


def classify_by_rules(evidence: Evidence) -> Mapping[Label, float]:
    """Score every label by the best rule that holds in one sentence or in the whole message."""
    scores: dict[Label, float] = {}
    for facts in find_facts(evidence.reading, evidence.entities, evidence.bare_number):
        for rule in _load_rules():
            if rule.score > scores.get(rule.label, 0.0) and _holds(rule, facts):
                scores[rule.label] = rule.score
    return scores


def _holds(rule: _Rule, facts: frozenset[str]) -> bool:
    return all(need & facts for need in rule.needs) and not rule.unless & facts


@lru_cache(maxsize=1)
def _load_rules() -> tuple[_Rule, ...]:
    file = TypeAdapter(_RuleFile).validate_python(read_yaml("intents.yaml"))

    def expand(words: str) -> Iterator[frozenset[str]]:
        for word in words.split():
            names = word.split("|")
            yield frozenset(n for name in names for n in file["groups"].get(name, name).split("|"))

    return tuple(
        _Rule(
            label,
            tuple(expand(line["if"])),
            frozenset[str]().union(*expand(line.get("unless", ""))),
            line["score"],
        )
        for label, lines in file["rules"].items()
        for line in lines
    )

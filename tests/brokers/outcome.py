"""What can become of an event, and when one broker's way is kinder than another's."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, Literal, TypeVar

Kind = Literal["local", "in-memory", "rabbitmq"]
YesNo = Literal["yes", "no"]
Fact = TypeVar("Fact")


class End(IntEnum):
    """The event's end, the kinder the higher."""

    GONE = 0
    LETTER = 1
    TAKEN = 2


@dataclass(frozen=True)
class Outcome:
    """What becomes of one event at one Trigger.

    Attributes:
        end: Taken, made a dead letter, or gone without one.
        attempts: How often the subscriber gets it.
        code: `knativeerrorcode` of its dead letter; empty if that has none.
        named: Its dead letter has `knativeerrordest`.
        replied: An event in the answer is published.
    """

    end: End
    attempts: int = 1
    code: str = ""
    named: bool = False
    replied: bool = False


@dataclass(frozen=True)
class Truth(Generic[Fact]):
    """One fact about each broker."""

    local: Fact
    in_memory: Fact
    rabbitmq: Fact

    def of(self, kind: Kind) -> Fact:
        """The fact about this broker."""
        return {"local": self.local, "in-memory": self.in_memory, "rabbitmq": self.rabbitmq}[kind]

    @property
    def real(self) -> dict[Kind, Fact]:
        """The facts about the two real ones."""
        return {"in-memory": self.in_memory, "rabbitmq": self.rabbitmq}


def same(fact: Fact) -> Truth[Fact]:
    """A fact that holds for all three."""
    return Truth(fact, fact, fact)


def told(seen: object) -> YesNo:
    """What was seen, in the words of the truth."""
    return "yes" if seen else "no"


def kindnesses(one: Outcome, other: Outcome) -> list[str]:
    """What `one` grants a subscriber that `other` does not."""
    found: list[str] = []
    if one.replied and not other.replied:
        found.append("publishes the event in the answer")
    if other.end is End.TAKEN:
        return found
    if one.end > other.end:
        found.append(f"{one.end.name} instead of {other.end.name}")
    if one.attempts > other.attempts:
        found.append(f"{one.attempts} attempts instead of {other.attempts}")
    if one.end is other.end and one.named and not other.named:
        found.append("names the subscriber in the dead letter")
    if one.end is other.end and one.code and one.code != other.code:
        found.append(f"tells the code {one.code}, not {other.code or 'none'}")
    return found

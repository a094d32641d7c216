"""What a model's words stand on at one place of a turn, and what is wrong with them. Pure."""

from dataclasses import dataclass

from shared.grounds.claims import unfounded
from shared.grounds.facts import Facts
from shared.grounds.output import Guard, forbidden
from shared.grounds.problem import Problem


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known so far, and what may not be said in any case."""

    facts: Facts
    guard: Guard

    def problems(self, text: str) -> tuple[Problem, ...]:
        """Return the statements without a ground, and what may not be said."""
        return (*unfounded(text, self.facts, self.guard.said), *forbidden(text, self.guard))

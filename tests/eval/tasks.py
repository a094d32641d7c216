"""What is asked of a seller: shoppers' words, and goals that a machine can check."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class Given(BaseModel):
    """Part of the file of tasks."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Goal(Given):
    """What must be so after the last message; what is not named does not matter.

    Attributes:
        category: products are shown, all of this category (or of one below it).
        at_most: none of them costs more, in whole units.
        cart: pieces by SKU, exactly.
        codes: on the cart, exactly.
        asks: what the seller waits for, or `person` where one takes over.
        says: a pattern in the last answer.
        never: a pattern in no answer.
    """

    category: str = ""
    at_most: int | None = None
    cart: dict[str, int] | None = None
    codes: tuple[str, ...] | None = None
    asks: str = ""
    says: str = ""
    never: str = ""


class Task(Given):
    """One conversation."""

    id: str
    brand: str
    language: Literal["en", "pt", "es"]
    cart: dict[str, int] = {}
    says: tuple[str, ...]
    goal: Goal


@cache
def tasks() -> tuple[Task, ...]:
    """Return all tasks."""
    text = Path(__file__).with_name("tasks.yaml").read_text("utf-8")
    return tuple(Task.model_validate(one) for one in yaml.safe_load(text))

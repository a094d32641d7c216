"""Who sells: the brand, its planner, and what is remembered of the shopper."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.seller.steps import Ask, PlannerInput, Step
from shared.models.brand import Brand
from shared.models.memory import Preferences

NextStep = Callable[[PlannerInput], Step | Ask]
"""A planner: rules return steps alone, one that thinks may want a model asked first."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sells in a delivery."""

    brand: Brand
    next_step: NextStep
    preferences: Preferences | None = None

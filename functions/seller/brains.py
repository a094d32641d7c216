"""Which planner drives a turn: the rules, or one that thinks with a model.

A turn keeps the planner it began with: what one did in it the other could not tell apart from its
own. Without a model nothing that thinks is even loaded.
"""

import json

from functions.seller.planner.rules import next_step as by_rules
from functions.seller.seat import NextStep
from functions.seller.steps import Ask, PlannerInput, Step
from shared.brands import brands
from shared.llm.model import Model
from shared.llm.named import has_model, model_of
from shared.models.brand import Brand
from shared.settings import settings


def seller_model(brand_id: str) -> Model | None:
    """Return the model that a brand's seller thinks with, None where it sells by rules."""
    return model_of(brand_id) if brands()[brand_id].llm.seller_thinks else None


def is_silence_read(brand_id: str) -> bool:
    """Tell whether a model reads, for the memory, what was said once a conversation is over."""
    return settings().llm_memory and has_model(brand_id)


def planner_of(brand_id: str, model: Model | None) -> NextStep:
    """Return a brand's planner; turns that begin while its model is not ready are the rules'."""
    ready = model is not None and model.ready

    def next_step(given: PlannerInput) -> Step | Ask:
        turn = given.turn
        thinks = turn.lease is not None or (ready and not turn.calls)
        return _thinking(brand_id)(given) if thinks else by_rules(given)

    return next_step


def _thinking(brand_id: str) -> NextStep:
    from functions.seller.thinking.seated import thinking_planner

    links = frozenset({settings().public_url.rstrip("/") + "/"})
    return thinking_planner(links, _other_names(brand_id))


def _other_names(brand_id: str) -> frozenset[str]:
    """Return the names of the other brands and of their sellers.

    A seller's pod has its own brand's file alone; the names of all are told apart.
    """
    own = _names(brands()[brand_id])
    told: list[str] = json.loads(settings().brand_names or "[]")
    known = (name for brand in brands().values() for name in _names(brand))
    return frozenset({*told, *known}) - own


def _names(brand: Brand) -> frozenset[str]:
    return frozenset({brand.name, brand.seller.name})

"""The model that a function asks for a brand, without loading anything where there is none."""

from collections.abc import Callable

from shared.brands import brands
from shared.llm.access import reachable
from shared.llm.fallback import models_of
from shared.llm.model import Model
from shared.settings import settings

ModelOf = Callable[[str], Model | None]
"""From a brand's id to its model; None where the shop has none for it."""


def has_model(brand_id: str) -> bool:
    """Tell whether a brand has a model that could be asked, loading nothing that could."""
    given = settings()
    own = brands()[brand_id].llm
    named = models_of(given.llm_model, given.llm_fallback_models, own)
    return bool(reachable(named, given))


def model_of(brand_id: str) -> Model | None:
    """Return the model that the environment and the brand's file name, if it can be reached."""
    if not has_model(brand_id):
        return None
    from shared.llm.models import model_for

    return model_for(brand_id)


def prepare_models(of: ModelOf) -> None:
    """Begin to load what thinks, if any brand of this process has a model; for `prepare`."""
    thinking = [brand_id for brand_id in brands() if of(brand_id) is not None]
    if thinking:
        from shared.llm.models import warm_up

        warm_up(thinking)

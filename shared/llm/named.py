"""The model that a function asks for a brand, without loading anything where there is none."""

from collections.abc import Callable

from shared.brands import brands
from shared.llm.fallback import models_of
from shared.llm.model import Model
from shared.settings import settings

ModelOf = Callable[[str], Model | None]
"""From a brand's id to its model; None where the shop has none for it."""


def model_of(brand_id: str) -> Model | None:
    """Return the model that the environment and the brand's file name."""
    given = settings()
    own = brands()[brand_id].llm
    if not models_of(given.llm_model, given.llm_fallback_models, own):
        return None
    from shared.llm.models import model_for

    model = model_for(brand_id)
    return model if model.configured else None


def prepare_models(of: ModelOf) -> None:
    """Begin to load what thinks, if any brand of this process has a model; for `prepare`."""
    thinking = [brand_id for brand_id in brands() if of(brand_id) is not None]
    if thinking:
        from shared.llm.models import warm_up

        warm_up(thinking)

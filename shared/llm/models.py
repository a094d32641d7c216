"""The models of this process's brands, as the environment and the brand files name them."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from shared.brands import brands
from shared.clients import mongo_store, redis_if_named
from shared.clock import now
from shared.llm.access import reachable
from shared.llm.breakers import Breakers
from shared.llm.chain import ModelChain
from shared.llm.fallback import models_of
from shared.llm.limits import DailyLimits
from shared.llm.loading import library
from shared.llm.provider import LiteLlm
from shared.llm.spending import Spending
from shared.log import log
from shared.settings import settings

HEAD_START_SECONDS: Final = 1.0
"""What woke the process is answered by rules; loading at the same time would only delay that."""


def warm_up(brand_ids: Iterable[str]) -> None:
    """Begin to load the client in the background if one of these brands has a model.

    For `Function.prepare`: the port is open then, and this returns at once.
    """
    if any(model_for(brand_id).configured for brand_id in brand_ids):
        library().start(HEAD_START_SECONDS)
    else:
        log().info("model.none")


@cache
def model_for(brand_id: str) -> ModelChain:
    """Return a brand's model; not configured where no key or model is named.

    Raises:
        KeyError: there is no such brand.
    """
    own = brands()[brand_id].llm
    given = settings()
    named = models_of(given.llm_model, given.llm_fallback_models, own)
    return ModelChain(
        models=reachable(named, given),
        provider=shared_provider(),
        breakers=shared_breakers(),
        spending=Spending(mongo_store, now),
        limits=DailyLimits.of(given, own),
        temperature=own.temperature,
    )


@cache
def shared_provider() -> LiteLlm:
    """Return what calls the models of all brands."""
    return LiteLlm(library())


@cache
def shared_breakers() -> Breakers:
    """Return the breakers of all models."""
    return Breakers(redis_if_named(), now)

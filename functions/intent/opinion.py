"""When a model is asked what a message means: for sellers that do not think themselves."""

from functions.intent.second import is_unsure, question, understood
from shared.brands import brands
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.llm.named import model_of
from shared.log import log
from shared.models.brand import Brand
from shared.models.message import InboundMessage
from shared.nlu.meaning import Understanding
from shared.nlu.vocabulary import Vocabulary
from shared.settings import settings


def reading_model(brand_id: str) -> Model | None:
    """Return the model that reads for a brand's rules, None where none shall.

    A seller that thinks reads the words itself: what is guessed here would be paid and not used.
    """
    if not settings().llm_understanding or brands()[brand_id].llm.seller_thinks:
        return None
    return model_of(brand_id)


async def second_opinion(
    local: Understanding,
    message: InboundMessage,
    brand: Brand,
    key: str,
    vocabulary: Vocabulary,
    model: Model | None,
) -> Understanding:
    """Return what a message means, by a model where the rules only guess and there is one."""
    if model is None or not model.ready or message.action or not message.text.strip():
        return local
    if not is_unsure(local, brand):
        return local
    try:
        answer = await model.complete(question(message.text, local, brand, key))
    except ModelError as error:  # why calls fail is told where they are made
        log().info("opinion.none", kind=error.kind)
        return local
    return understood(answer.text, message.text, local, vocabulary)

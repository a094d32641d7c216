"""Asking a model, where there is one."""

from functions.seller.showing import Showing
from functions.seller.steps import Ask
from shared.llm.answer import ModelAnswer
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.log import log


async def answer_of(
    model: Model | None, ask: Ask | None, showing: Showing | None
) -> ModelAnswer | None:
    """Return what a model says, None where none does or nothing is to be asked any more.

    Args:
        model: the brand's.
        ask: what it is asked.
        showing: shows its words as they come; None: nobody looks.
    """
    if model is None or ask is None:
        return None
    try:
        return await model.complete(ask.request, showing.hear if showing else None)
    except ModelError as error:  # why calls fail is told where they are made
        log().info("thought.none", kind=error.kind)
        return None

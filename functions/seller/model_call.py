"""Asking a model, where there is one."""

from shared.llm.answer import ModelAnswer
from shared.llm.errors import ModelError
from shared.llm.model import Model
from shared.llm.request import ModelRequest
from shared.log import log


async def answer_of(model: Model | None, request: ModelRequest | None) -> ModelAnswer | None:
    """Return what a model says, None where none does or nothing is to be asked any more."""
    if model is None or request is None:
        return None
    try:
        return await model.complete(request)
    except ModelError as error:  # why calls fail is told where they are made
        log().info("thought.none", kind=error.kind)
        return None

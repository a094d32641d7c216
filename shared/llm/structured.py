"""Answers in a given form: checked, asked for once more if they are not in it, or refused."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from shared.llm.answer import ModelAnswer
from shared.llm.errors import BadAnswerError
from shared.llm.model import Model
from shared.llm.request import Message, ModelRequest, OutputSchema

Shape = TypeVar("Shape", bound=BaseModel)

_REPAIR: Final = Path(__file__).with_name("repair.md")
_MAX_PROBLEMS: Final = 8


@dataclass(frozen=True, slots=True)
class Structured(Generic[Shape]):
    """What the model said, in the form asked for; `answers` are all that were paid for it."""

    value: Shape
    answers: tuple[ModelAnswer, ...]


async def complete_as(model: Model, request: ModelRequest, shape: type[Shape]) -> Structured[Shape]:
    """Return the model's answer as a `shape`.

    Raises:
        BadAnswerError: it was not in that form, told so it was not again.
        ModelError: as `Model.complete`.
    """
    asked = request.model_copy(update={"output": output_schema(shape)})
    first = await model.complete(asked)
    try:
        return Structured(read_as(first.text, shape), (first,))
    except ValidationError as error:
        problems = problems_of(error)
    again = asked.model_copy(
        update={
            "messages": (
                *asked.messages,
                first.as_message(),
                Message(role="user", text=repair_text(problems)),
            )
        }
    )
    second = await model.complete(again)
    try:
        return Structured(read_as(second.text, shape), (first, second))
    except ValidationError as error:
        raise BadAnswerError(f"not a {shape.__name__}") from error


def output_schema(shape: type[BaseModel]) -> OutputSchema:
    """Return the schema that a model is told to keep to."""
    return OutputSchema(name=shape.__name__, schema_=shape.model_json_schema())


def read_as(text: str, shape: type[Shape]) -> Shape:
    """Return JSON as a `shape`; a fence around it, which models like to add, does not matter.

    Raises:
        ValidationError: it is not one.
    """
    bare = text.strip()
    if bare.startswith("```"):
        bare = bare.partition("\n")[2].rpartition("```")[0]
    return shape.model_validate_json(bare)


def problems_of(error: ValidationError) -> tuple[str, ...]:
    """Return what is wrong, a line each: where and why, without the values that were there."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return tuple(
        f"{'.'.join(map(str, one['loc'])) or 'the whole'}: {one['msg']}"
        for one in found[:_MAX_PROBLEMS]
    )


def repair_text(problems: tuple[str, ...]) -> str:
    """Return what the model is told about an answer, or arguments, in the wrong form."""
    return _repair().replace("{problems}", "\n".join(f"- {problem}" for problem in problems))


@cache
def _repair() -> str:
    return _REPAIR.read_text("utf-8").strip()

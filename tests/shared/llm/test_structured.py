"""Answers in a given form."""

import pytest
from pydantic import BaseModel, Field

from shared.llm.errors import BadAnswerError, ModelUnavailableError
from shared.llm.scripted import ScriptedModel, says
from shared.llm.structured import Structured, complete_as, repair_text
from tests.shared.llm.asking import request


class Wish(BaseModel):
    colour: str
    size: int = Field(ge=30)


GOOD = '{"colour": "blue", "size": 38}'


async def test_an_answer_in_the_form_is_read_and_its_schema_was_told() -> None:
    model = ScriptedModel([says(GOOD)])

    outcome = await complete_as(model, request(), Wish)

    assert outcome == Structured(Wish(colour="blue", size=38), (says(GOOD),))
    output = model.requests[0].output
    assert output is not None
    assert (output.name, output.schema_) == ("Wish", Wish.model_json_schema())


async def test_a_fence_around_it_does_not_matter() -> None:
    model = ScriptedModel([says(f"```json\n{GOOD}\n```")])

    assert (await complete_as(model, request(), Wish)).value == Wish(colour="blue", size=38)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ('{"colour": "blue", "size": 3}', "- size: Input should be greater than or equal to 30"),
        ('{"size": 38}', "- colour: Field required"),
        ("Sure! Blue, 38.", "- the whole: Invalid JSON: expected value at line 1 column 1"),
    ],
)
async def test_one_in_another_form_is_asked_for_once_more(wrong: str, problem: str) -> None:
    model = ScriptedModel([says(wrong), says(GOOD)])

    outcome = await complete_as(model, request(), Wish)

    assert outcome.value == Wish(colour="blue", size=38)
    assert outcome.answers == (says(wrong), says(GOOD))
    *before, repeated, told = model.requests[1].messages
    assert tuple(before) == model.requests[0].messages
    assert (repeated.role, repeated.text) == ("assistant", wrong)
    assert told.role == "user"
    assert problem in told.text
    assert model.requests[1].prefix == model.requests[0].prefix


async def test_wrong_twice_is_no_answer() -> None:
    model = ScriptedModel([says("no"), says("no")])

    with pytest.raises(BadAnswerError, match="not a Wish"):
        await complete_as(model, request(), Wish)

    assert len(model.requests) == 2


async def test_what_is_wrong_with_the_model_is_told_as_it_is() -> None:
    with pytest.raises(ModelUnavailableError):
        await complete_as(ScriptedModel([ModelUnavailableError()]), request(), Wish)


def test_the_repair_text_names_each_problem_on_its_line() -> None:
    assert "\n- a: wrong\n- b: missing\n" in repair_text(("a: wrong", "b: missing"))

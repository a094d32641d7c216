"""A scripted provider inside litellm, so that no HTTP is between us and what litellm does."""

import pytest

from shared.llm.answer import ModelAnswer, TextDelta, Usage
from shared.llm.loading import Library
from shared.llm.provider import LiteLlm
from shared.llm.scripted import ScriptedModel, says
from tests.shared.llm.asking import Heard, request
from tests.support.scripted_provider import registered

pytestmark = [
    pytest.mark.filterwarnings("ignore:Item '.*' on TypedDict class:UserWarning"),
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
]


async def test_a_script_is_spoken_through_litellm(loaded: Library, provider: LiteLlm) -> None:
    model = ScriptedModel([says("Three blue shoes.")])

    with registered(loaded, model):
        answer = await provider.attempt("scripted/any", request("shoes?"), 20, None)

    assert answer == ModelAnswer(
        text="Three blue shoes.",
        usage=Usage(prompt_tokens=12, completion_tokens=3),
        model="scripted/any",
        finish_reason="stop",
    )
    assert model.requests[0].messages[0].text == "shoes?"


async def test_a_script_is_streamed_through_litellm(loaded: Library, provider: LiteLlm) -> None:
    heard = Heard()

    with registered(loaded, ScriptedModel([says("Three blue shoes.")])):
        answer = await provider.attempt("scripted/any", request(), 20, heard)

    assert answer.text == "Three blue shoes."
    assert heard.deltas == [TextDelta("Three "), TextDelta("blue "), TextDelta("shoes.")]

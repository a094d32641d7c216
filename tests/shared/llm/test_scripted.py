"""Models that say what they were told to."""

import pytest

from shared.llm.answer import TextDelta
from shared.llm.errors import ModelTimeoutError, NotReadyError
from shared.llm.request import Scope
from shared.llm.scripted import (
    RecordedModel,
    RecordingModel,
    ScriptedModel,
    ScriptEndedError,
    calls,
    says,
)
from tests.shared.llm.asking import Heard, request


async def test_a_script_is_followed_line_by_line() -> None:
    model = ScriptedModel(
        [says("one"), ModelTimeoutError(), lambda asked: says(asked.messages[0].text.upper())]
    )

    assert (await model.complete(request())).text == "one"
    with pytest.raises(ModelTimeoutError):
        await model.complete(request())
    assert (await model.complete(request("three"))).text == "THREE"
    with pytest.raises(ScriptEndedError):
        await model.complete(request())
    assert len(model.requests) == 3


async def test_a_scripted_answer_is_spoken_word_by_word() -> None:
    heard = Heard()

    await ScriptedModel([says("Blue shoes")]).complete(request(), heard)

    assert heard.deltas == [TextDelta("Blue "), TextDelta("shoes ")]


async def test_a_model_that_loads_answers_nothing() -> None:
    model = ScriptedModel([says("one")])
    model.ready = False

    with pytest.raises(NotReadyError):
        await model.complete(request())


async def test_a_recording_gives_the_same_answers_to_the_same_questions() -> None:
    lines: list[str] = []
    wish = calls(("search", {"text": "shoes"}), ("stock", {"sku": "A"}))
    recording = RecordingModel(ScriptedModel([says("one"), wish]), lines.append)
    await recording.complete(request("first"))
    await recording.complete(request("second"))

    played = RecordedModel.of(lines)

    assert await played.complete(request("second")) == wish
    assert await played.complete(request("first")) == says("one")
    with pytest.raises(ScriptEndedError):
        await played.complete(request("third"))


def test_whose_conversation_it_is_does_not_change_what_was_asked() -> None:
    other = Scope(brand="fashion", conversation="fashion|web|bea")

    assert request().fingerprint() == request(scope=other, timeout_seconds=3.0).fingerprint()
    assert request().fingerprint() != request(max_tokens=1).fingerprint()

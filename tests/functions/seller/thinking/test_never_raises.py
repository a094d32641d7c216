"""Whatever a model says, the turn ends with an answer, and the same log gives the same steps."""

import json

from hypothesis import HealthCheck, given, settings, strategies as st

from functions.seller.thinking.catalogue import TOOLS
from functions.seller.thinking.think import MAX_CALLS, MAX_THOUGHTS
from shared.conversation.dialogue import Dialogue
from shared.events.orders import OrderCreate, OrderRequested
from shared.llm.answer import ModelAnswer
from shared.llm.request import ToolUse
from shared.llm.scripted import says
from shared.nlu.intents import Intent
from tests.functions.seller.thinking.thinker import Thinker

NAMES = st.one_of(st.sampled_from(sorted(TOOLS)), st.text(max_size=8))
VALUES = st.one_of(
    st.sampled_from(["glide", "GLIDE-BLU-42", "FA-100001", "LUNA10", "size", "similar"]),
    st.integers(-2, 100),
    st.none(),
    st.lists(st.sampled_from(["glide", "nothing"]), max_size=3),
    st.text(max_size=12),
)
FIELDS = sorted({name for tool in TOOLS.values() for name in tool.arguments.model_fields})
ARGUMENTS = st.one_of(
    st.dictionaries(st.sampled_from([*FIELDS, "customer_id"]), VALUES, max_size=3).map(json.dumps),
    st.text(max_size=20),
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["It costs $1. [[glide]]", "See https://evil.example!", "Only 7 left.", "  "]),
)


@st.composite
def answers(draw: st.DrawFn) -> ModelAnswer:
    uses = draw(st.lists(st.tuples(NAMES, ARGUMENTS), max_size=4))
    return ModelAnswer(
        text=draw(TEXTS),
        tool_uses=tuple(
            ToolUse(id=f"use_{number}", name=name, arguments=arguments)
            for number, (name, arguments) in enumerate(uses)
        ),
        model="any",
        finish_reason="stop",
    )


@given(st.lists(answers(), max_size=MAX_THOUGHTS), st.sampled_from(sorted(Intent)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_answers_lead_to_an_end_and_to_no_order(
    script: list[ModelAnswer], intent: Intent
) -> None:
    thinker = Thinker(dialogue=Dialogue(language="en", greeted=True))
    thinker.tools.lines["GLIDE-BLU-42"] = 1
    thinker.script = [*script, *[says("Well.")] * MAX_THOUGHTS]

    thinker.mean(intent, "the blue one please")

    assert thinker.answer.message.strip()
    assert len(thinker.requests) <= MAX_THOUGHTS
    assert len(thinker.asked) <= MAX_CALLS + 4, "the rules may ask for a few more"
    assert not any(isinstance(event, OrderCreate) for event in thinker.asked)
    assert not any(isinstance(e, OrderRequested) and e.confirmed for e in thinker.asked)

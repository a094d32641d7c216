"""What helps an agent at a hand-off: rules at once, a model's words once it has answered."""

from datetime import timedelta

import pytest

from functions.escalation.people import reasons
from shared.events.sales import SalesInsight
from shared.llm.errors import ModelTimeoutError, OverBudgetError
from shared.llm.scripted import Line, says
from tests.functions.escalation.desk import DeskShop, thinks

BOOTS = "the boots are too small, I want to talk to somebody"


async def handed_over(shop: DeskShop, *words: str) -> None:
    await shop.talk(*(words or (BOOTS,)))
    await shop.hand_over()


async def test_the_rules_help_is_there_before_any_model_was_asked() -> None:
    shop = DeskShop([thinks()])
    await handed_over(shop)

    await shop.deliver(shop.handed_over[0])

    desk = await shop.desk()
    assert shop.model.requests == []
    assert desk.help.by == "rules"
    assert desk.help.lines == ("Asked for a person.", f"Last words: “{BOOTS}”")
    assert desk.help.replies == (
        "Thank you for your patience. I've read what you wrote and am looking into it now.",
    )
    assert (desk.help.reason, desk.lease is not None) == ("asked", True)


async def test_the_models_words_replace_the_rules() -> None:
    shop = DeskShop([thinks()])
    await handed_over(shop)

    await shop.mesh.settle()

    desk = await shop.desk()
    assert desk.help.by == "model"
    assert desk.help.lines == (
        "Wants to return boots that are too small.",
        "The seller named the return policy.",
        "Whether a return label can be sent today.",
        "Mood: annoyed",
    )
    assert desk.help.replies == ("I can help with the return of the boots.",)
    assert (desk.lease, desk.help.reason) == (None, "policy")
    (request,) = shop.model.requests
    assert (request.purpose, request.timeout_seconds) == ("suggestion", 20.0)
    assert BOOTS in request.messages[0].text
    assert await shop.store.find("timers", {"_id": "fashion|whatsapp|c1|desk"}) == []


async def test_without_a_model_nothing_is_asked_and_the_rules_help_stays() -> None:
    shop = DeskShop(has_model=False)
    await handed_over(shop)

    await shop.mesh.settle()

    desk = await shop.desk()
    assert (desk.help.by, desk.lease, shop.due()) == ("rules", None, [])


@pytest.mark.parametrize(
    "answers",
    [
        [ModelTimeoutError("slow")],
        [OverBudgetError("place")],
        [says("I'd rather chat."), says("Still no form.")],
        [thinks(wants="", tried="", open_question="")],
        [thinks(mood="hungry"), thinks(mood="thirsty")],
    ],
)
async def test_a_model_that_fails_leaves_the_rules_words(answers: list[Line]) -> None:
    shop = DeskShop(answers)
    await handed_over(shop)

    await shop.mesh.settle()

    desk = await shop.desk()
    assert (desk.help.by, desk.lease) == ("rules", None)
    assert desk.help.lines[0] == "Asked for a person."


async def test_a_doubt_brings_the_brands_policy_word_for_word() -> None:
    shop = DeskShop([thinks(doubt="trust", doubt_reply="You can return them within 30 days.")])
    await handed_over(shop, "is this shop legit or a scam?")
    await shop.deliver(shop.handed_over[0])
    by_rules = (await shop.desk()).help

    await shop.mesh.settle()

    by_model = (await shop.desk()).help
    assert (by_rules.doubt, by_model.doubt) == ("trust", "trust")
    assert by_rules.facts == by_model.facts
    assert any("30 days" in fact for fact in by_model.facts)
    assert by_model.replies[0] == "You can return them within 30 days."


async def test_a_client_that_still_loads_is_waited_for_but_not_for_long() -> None:
    shop = DeskShop([thinks()])
    shop.model.ready = False
    await handed_over(shop)
    await shop.mesh.settle()
    assert (await shop.desk()).help.by == "rules"

    shop.model.ready = True
    await shop.wait(timedelta(seconds=11))

    assert (await shop.desk()).help.by == "model"

    never = DeskShop([thinks()])
    never.model.ready = False
    await handed_over(never)
    await never.mesh.settle()
    for _ in range(8):
        await never.wait(timedelta(seconds=11))
    assert (await never.desk()).lease is None
    assert len(never.due()) == 7


async def test_the_reason_a_model_read_counts_in_the_figures() -> None:
    shop = DeskShop([thinks(reason="complaint")])
    await handed_over(shop)

    await shop.mesh.settle()

    found = await shop.store.find("insights", {}, sort=(("at", -1),))
    told = {(one["kind"], one["reason"], one["by"]) for one in found}
    assert told == {("escalated", "asked", "rules"), ("classified", "complaint", "model")}
    assert reasons(found) == ["complaint"]
    answer = await shop.calls.get(
        "/v1/support/insights", headers={"authorization": "Bearer ana-token"}
    )
    assert answer.json()["reasons"] == {"complaint": 1}
    assert answer.json()["counts"]["escalated"] == 1


async def test_what_the_rules_know_for_sure_no_model_overrules() -> None:
    shop = DeskShop([thinks(reason="complaint")])
    await shop.talk(BOOTS)
    await shop.hand_over("failed")

    await shop.mesh.settle()

    assert (await shop.desk()).help.reason == "failed"


def test_figures_without_a_model_are_as_before() -> None:
    escalated = SalesInsight(kind="escalated", conversation_id="a", reason="asked").model_dump()

    assert reasons([escalated, {**escalated, "conversation_id": "b", "reason": None}]) == [
        "asked",
        None,
    ]

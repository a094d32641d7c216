"""Agents read the help and ask for more; how much of it there is has limits."""

from datetime import timedelta

from tests.functions.escalation.desk import DeskShop, thinks


async def taken(shop: DeskShop) -> None:
    """Let the shopper be handed over to Ana."""
    await shop.talk("the boots are too small")
    await shop.hand_over()
    await shop.mesh.settle()
    assert (await shop.call("POST", "/accept")).status_code == 200
    await shop.mesh.settle()


async def test_an_agent_sees_whose_words_they_are() -> None:
    shop = DeskShop([thinks()])
    await taken(shop)

    help_ = (await shop.call("GET", "")).json()["help"]
    listed = (await shop.call("GET", "/suggestions")).json()["suggestions"]

    assert help_["suggestedBy"] == "AI"
    assert help_["summary"][0] == "Wants to return boots that are too small."
    assert (help_["reason"], help_["doubt"], help_["thinking"]) == ("policy", None, False)
    assert listed == [
        {
            "source": "model",
            "suggestedBy": "AI",
            "text": "I can help with the return of the boots.",
        }
    ]


async def test_the_rules_words_are_not_called_a_models() -> None:
    shop = DeskShop(has_model=False)
    await taken(shop)

    help_ = (await shop.call("GET", "")).json()["help"]

    assert help_["suggestedBy"] == "rules"
    (listed,) = (await shop.call("GET", "/suggestions")).json()["suggestions"]
    assert (listed["source"], "suggestedBy" in listed) == ("rules", False)


async def test_fresh_suggestions_know_what_was_said_since() -> None:
    shop = DeskShop([thinks(), thinks(wants="Wants her money back now.")])
    await taken(shop)
    before = (await shop.call("GET", "")).json()["help"]
    assert before["newer"] > 0

    answer = await shop.call("POST", "/suggestions")
    await shop.mesh.settle()

    assert answer.status_code == 202
    after = (await shop.call("GET", "")).json()["help"]
    assert (after["summary"][0], after["newer"]) == ("Wants her money back now.", 0)


async def test_with_nothing_new_no_model_is_asked() -> None:
    shop = DeskShop([thinks(), thinks()])
    await taken(shop)
    await shop.call("POST", "/suggestions")
    await shop.mesh.settle()

    again = await shop.call("POST", "/suggestions")
    await shop.mesh.settle()

    assert again.status_code == 202
    assert len(shop.model.requests) == 2


async def test_asking_again_at_once_is_refused_and_nobody_is_asked() -> None:
    shop = DeskShop([thinks(), thinks(), thinks()])
    await taken(shop)
    await shop.call("POST", "/suggestions")
    await shop.mesh.settle()
    await shop.talk("hello?")

    refused = await shop.call("POST", "/suggestions")
    await shop.mesh.settle()

    assert (refused.status_code, len(shop.model.requests)) == (429, 2)
    await shop.wait(timedelta(seconds=11))
    assert (await shop.call("POST", "/suggestions")).status_code == 202
    await shop.mesh.settle()
    assert len(shop.model.requests) == 3


async def test_one_conversation_is_asked_about_so_often_and_no_more() -> None:
    shop = DeskShop([thinks()] * 30)
    await taken(shop)

    statuses: list[int] = []
    for _ in range(21):
        await shop.talk("and another thing")
        await shop.wait(timedelta(seconds=11))
        statuses.append((await shop.call("POST", "/suggestions")).status_code)
        await shop.mesh.settle()

    assert statuses == [202] * 20 + [429]
    assert len(shop.model.requests) == 21


async def test_a_repeated_call_asks_once() -> None:
    shop = DeskShop([thinks(), thinks()])
    await taken(shop)

    for _ in range(3):
        answer = await shop.call("POST", "/suggestions", key="k1")
        assert answer.status_code == 202
    await shop.mesh.settle()

    assert len(shop.model.requests) == 2


async def test_only_the_agent_who_has_the_conversation_may_ask() -> None:
    shop = DeskShop([thinks()])
    await shop.talk("the boots are too small")
    await shop.hand_over()
    await shop.mesh.settle()

    refused = await shop.call("POST", "/suggestions")

    assert refused.status_code == 409
    assert len(shop.model.requests) == 1


async def test_a_conversation_taken_over_without_a_hand_off_is_summed_up_when_asked() -> None:
    shop = DeskShop([thinks()])
    await shop.talk("the boots are too small")
    assert (await shop.call("POST", "/accept")).status_code == 200
    assert (await shop.call("GET", "")).json()["help"] is None

    await shop.call("POST", "/suggestions")
    await shop.mesh.settle()

    assert (await shop.desk()).help.by == "model"
    assert await shop.store.find("insights", {"kind": "classified"}) == []

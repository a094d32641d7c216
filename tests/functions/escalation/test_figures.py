"""Figures in the lines that agents read: somebody named them, or they are not there."""

import pytest

from tests.functions.escalation.desk import CONVERSATION, DeskShop, thinks

SAID = "I paid 80 for order fa-100001 two weeks ago and want 20% back"


async def lines(wants: str, *notes: str) -> tuple[str, ...]:
    shop = DeskShop([thinks(wants=wants, tried="The seller said hello.")])
    for number, text in enumerate(notes):
        note = {"_id": f"n{number}", "conversation_id": CONVERSATION, "text": text, "by": "b"}
        await shop.store.insert("notes", {**note, "at": number})
    await shop.talk(SAID, answer="You have 30 days to return them.")
    await shop.hand_over()
    await shop.mesh.settle()
    return (await shop.desk()).help.lines


@pytest.mark.parametrize(
    "wants",
    [
        "They paid $80.00 for FA-100001 two weeks ago.",
        "They want 20% back, within the 30 days to return.",
        "They paid 14 days ago.",
        "They ask about express, $14.95, 1 to 2 business days.",
    ],
)
async def test_what_was_said_or_is_the_shops_stays(wants: str) -> None:
    assert (await lines(wants))[0] == wants


@pytest.mark.parametrize(
    "made_up",
    [
        "They were promised $500.00.",
        "Their order is FA-999999.",
        "The seller gave them 90% off.",
        "It should have come in 3 hours.",
        "They wait for five weeks.",
    ],
)
async def test_what_nobody_named_goes_with_its_sentence(made_up: str) -> None:
    found = await lines(f"They want money back. {made_up}")

    assert found[:2] == ("They want money back.", "The seller said hello.")


async def test_a_line_of_nothing_else_goes_whole() -> None:
    assert (await lines("They were promised $500.00."))[0] == "The seller said hello."


async def test_what_a_colleague_noted_was_named() -> None:
    told = "They were promised $500.00."

    assert (await lines(told, "Gets $500."))[0] == told

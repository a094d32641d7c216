"""Our loop and pydantic-ai's do the same with the same script, but where ours must not."""

import re

import pytest

from tests.functions.seller.goods import GOODS
from tests.functions.seller.peer.conversations import Conversation, Ends, Said, conversations
from tests.functions.seller.peer.ours import ours
from tests.functions.seller.peer.peer import peer
from tests.functions.seller.peer.played import Played, TurnPlayed

pytestmark = pytest.mark.usefixtures("test_brand")
AGREEING = conversations("agreeing")
DIFFERING = conversations("differing")
GREETING = "Hello! I'm Luna.\n\n"
MARK = re.compile(r"\s*\[\[(\w+)\]\]")


def named(one: Conversation) -> str:
    return one.name


@pytest.mark.parametrize("conversation", AGREEING, ids=named)
async def test_ours_and_the_peer_do_and_say_the_same(conversation: Conversation) -> None:
    mine, theirs = await ours(conversation), await peer(conversation)

    for said, my_turn, their_turn in zip(conversation.turns, mine.turns, theirs.turns, strict=True):
        assert my_turn.thoughts == their_turn.thoughts == len(said.model)
        assert my_turn.told == their_turn.told
        assert my_turn.asked[: len(their_turn.asked)] == their_turn.asked
        assert_same_end(said, my_turn, their_turn)
    assert (mine.cart, mine.tools.codes, mine.orders) == (
        theirs.cart,
        theirs.tools.codes,
        theirs.orders,
    )
    assert_ended(mine, conversation.ends)


@pytest.mark.parametrize("seed", [2, 3, 4])
async def test_ours_ends_alike_however_events_arrive(seed: int) -> None:
    for conversation in AGREEING:
        assert_ended(await ours(conversation, seed), conversation.ends)


@pytest.mark.parametrize("conversation", DIFFERING, ids=named)
async def test_ours_differs_where_it_must_and_for_a_reason(conversation: Conversation) -> None:
    assert conversation.differs
    assert conversation.peer_ends is not None

    mine, theirs = await ours(conversation), await peer(conversation)

    assert_ended(mine, conversation.ends)
    assert_ended(theirs, conversation.peer_ends)
    assert conversation.ends != conversation.peer_ends
    assert (theirs.turns[-1].said in mine.turns[-1].said) is same_words(conversation)


def test_at_least_thirty_conversations_must_agree() -> None:
    assert len({one.name for one in AGREEING}) == len(AGREEING) >= 30
    assert not any(one.differs for one in AGREEING)


def assert_same_end(said: Said, mine: TurnPlayed, theirs: TurnPlayed) -> None:
    """The rest of our answer are products that the model named, as the catalog has them."""
    if said.leads_to or not said.model:
        assert (theirs.ended_by, mine.ended_by) == (said.leads_to, said.asks)
        return
    assert theirs.error == ""
    words = MARK.sub("", theirs.said)
    answer = mine.said.removeprefix(GREETING)
    shown = [one.title["en"] for one in GOODS if one.id in MARK.findall(theirs.said)]
    assert answer.startswith(words)
    rest = answer.removeprefix(words)
    assert [title in rest for title in shown] == [True] * len(shown)
    assert bool(rest) is bool(shown)


def assert_ended(played: Played, ends: Ends) -> None:
    last = played.turns[-1]
    assert (played.cart, played.tools.codes, played.orders, played.thoughts, last.error) == (
        ends.cart,
        ends.codes,
        ends.orders,
        ends.thoughts,
        ends.error,
    )
    assert ends.says in last.said


def same_words(conversation: Conversation) -> bool:
    """Tell whether the two differ in what was done, rather than in what was said."""
    theirs = conversation.peer_ends
    return theirs is not None and theirs.says in conversation.ends.says

"""A conversation through our loop: events between functions, one delivery a step."""

from shared.llm.request import ModelRequest
from tests.functions.seller.peer.conversations import Conversation, Said
from tests.functions.seller.peer.played import RETRY, Played, TurnPlayed, question
from tests.functions.seller.thinking.shop import ThinkingShop

REPAIR = "That was not in the form asked for:"


async def ours(conversation: Conversation, seed: int | None = None) -> Played:
    """Play it; with a seed, events come twice now and then and overtake one another."""
    script = [thought.line() for said in conversation.turns for thought in said.model]
    tools = conversation.shop.tools()
    shop = ThinkingShop(
        script,
        tools=tools,
        duplicate=0.0 if seed is None else 0.3,
        shuffle=seed is not None,
        seed=seed or 0,
    )
    played = Played(tools)
    for number, said in enumerate(conversation.turns):
        played.turns.append(await _turn(shop, said, f"m{number}"))
    return played


async def _turn(shop: ThinkingShop, said: Said, name: str) -> TurnPlayed:
    heard, thought, asked = len(shop.said()), len(shop.model.requests), len(shop.asked)
    await shop.say(said.says, said.means, name=name, **said.entities)
    state = await shop.state()
    assert state.active_turn is None, "the turn never ended"
    requests = shop.model.requests[thought:]
    return TurnPlayed(
        said="\n".join(shop.said()[heard:]),
        thoughts=len(requests),
        told=_told(requests[-1]) if requests else [],
        asked=[question(event) for event in shop.asked[asked:]],
        ended_by=state.dialogue.question.value if state.owner == "seller" else "person",
    )


def _told(request: ModelRequest) -> list[str]:
    told = [message.text for message in request.messages if message.role == "tool"]
    return [RETRY if text.startswith(REPAIR) else text for text in told]

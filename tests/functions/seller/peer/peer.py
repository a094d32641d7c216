"""The same conversation through pydantic-ai: one process, one call stack, the same tools."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pydantic_ai import Agent, DeferredToolRequests, Tool
from pydantic_ai.exceptions import CallDeferred, UnexpectedModelBehavior
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

from functions.seller.thinking import arguments as args
from functions.seller.thinking.catalogue import TOOLS
from shared.llm.errors import ModelUnavailableError
from tests.functions.seller.peer.conversations import Conversation, Said, Thought
from tests.functions.seller.peer.peer_tools import PeerTools
from tests.functions.seller.peer.played import RETRY, Played, TurnPlayed, question

Output = str | DeferredToolRequests


@dataclass
class Peer:
    """An agent of pydantic-ai over the scripted shop.

    Attributes:
        seen: what the model was sent with its last request.
    """

    tools: PeerTools
    script: list[Thought]
    seen: list[ModelMessage] = field(default_factory=list[ModelMessage])
    requests: int = 0

    def agent(self) -> Agent[None, Output]:
        """Return it; as ours, the model may mend a call once."""
        known = [Tool(one, takes_ctx=False) for one in self.tools.functions()]
        led = [Tool(_deferred(name), name=name) for name, tool in TOOLS.items() if tool.flow]
        return Agent(
            FunctionModel(self.play),
            tools=[*known, *led],
            output_type=[str, DeferredToolRequests],
            retries=1,
        )

    def play(self, messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        """Answer as the script says."""
        assert {tool.name for tool in info.function_tools} == set(TOOLS)
        self.seen = messages
        thought = self.script[self.requests]
        self.requests += 1
        if thought.fail:
            raise ModelUnavailableError("down")
        calls = [
            ToolCallPart(use.name, use.arguments, tool_call_id=use.id) for use in thought.uses()
        ]
        return ModelResponse(parts=calls or [TextPart(thought.say)])


async def peer(conversation: Conversation) -> Played:
    """Play a conversation; turns that no model thinks about are not the peer's."""
    script = [thought for said in conversation.turns for thought in said.model]
    one = Peer(PeerTools(conversation.shop.tools()), script)
    agent = one.agent()
    played, history = Played(one.tools.shop), list[ModelMessage]()
    for said in conversation.turns:
        turn = TurnPlayed()
        if said.model:
            turn, history = await _turn(one, agent, said, history)
        played.turns.append(turn)
    return played


async def _turn(
    one: Peer, agent: Agent[None, Output], said: Said, history: list[ModelMessage]
) -> tuple[TurnPlayed, list[ModelMessage]]:
    asked, thought, turn = len(one.tools.asked), one.requests, TurnPlayed()
    try:
        result = await agent.run(said.says, message_history=history)
    except (UnexpectedModelBehavior, ModelUnavailableError) as error:
        turn.error, after = type(error).__name__, history
    else:
        if isinstance(result.output, str):
            turn.said, after = result.output, result.all_messages()
        else:
            (led,) = result.output.calls
            turn.ended_by, after = led.tool_name, history
    turn.thoughts = one.requests - thought
    turn.told = [text for each in one.seen[len(history) :] for text in _told(each)]
    turn.asked = [question(event) for event in one.tools.asked[asked:]]
    return turn, after


def _told(message: ModelMessage) -> list[str]:
    if not isinstance(message, ModelRequest):
        return []
    parts = [part for part in message.parts if isinstance(part, ToolReturnPart)]
    return [RETRY if part.outcome == "retried" else str(part.content) for part in parts]


def _deferred(name: str) -> Callable[..., Awaitable[str]]:
    takes = TOOLS[name].arguments

    async def led_by_others(wanted: args.Arguments) -> str:
        del wanted
        raise CallDeferred

    led_by_others.__annotations__["wanted"] = takes
    return led_by_others

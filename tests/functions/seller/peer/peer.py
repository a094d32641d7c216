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
from functions.seller.thinking.results import told
from shared.clock import now
from shared.events.carts import CartAction, CartRequested
from shared.events.event import Event, ReplyTo
from shared.events.orders import OrderRequested
from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.llm.errors import ModelUnavailableError
from shared.models.money import Money
from tests.functions.seller.peer.conversations import CUSTOMER, Conversation, Said, Thought
from tests.functions.seller.peer.played import RETRY, Played, TurnPlayed, question
from tests.functions.seller.tool_answers import Tools

HERE = ReplyTo(conversation="", turn_id="", call_id="")
Output = str | DeferredToolRequests


@dataclass
class Peer:
    """An agent of pydantic-ai over the scripted shop.

    Attributes:
        seen: what the model was sent with its last request.
        asked: of the shop.
    """

    tools: Tools
    script: list[Thought]
    seen: list[ModelMessage] = field(default_factory=list[ModelMessage])
    asked: list[Event] = field(default_factory=list[Event])
    requests: int = 0

    def agent(self) -> Agent[None, Output]:
        """Return it; as ours, the model may mend a call once."""
        functions: list[Callable[..., Awaitable[str]]] = [
            *self.reading(),
            *self.changing(),
            *self.ordering(),
        ]
        known = [Tool(one, takes_ctx=False) for one in functions]
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

    def reading(self) -> list[Callable[..., Awaitable[str]]]:
        """Return the tools that change nothing."""

        async def search(wanted: args.SearchFor) -> str:
            least, most = (
                None if amount is None else Money(amount_minor=amount * 100, currency="USD")
                for amount in (wanted.min_price, wanted.max_price)
            )
            plain = wanted.model_dump(exclude={"min_price", "max_price"})
            asked = Search.model_validate({**plain, "price_min": least, "price_max": most})
            return self.ask(
                ProductQuery(
                    reply_to=HERE,
                    kind="search",
                    language="en",
                    customer_id=CUSTOMER,
                    search=asked,
                )
            )

        async def product_details(wanted: args.Products) -> str:
            return self.ask(
                ProductQuery(
                    reply_to=HERE,
                    kind="details",
                    language="en",
                    customer_id=CUSTOMER,
                    product_ids=wanted.product_ids,
                )
            )

        async def recommend(wanted: args.Recommend) -> str:
            return self.ask(
                ProductRecommend(
                    reply_to=HERE, language="en", customer_id=CUSTOMER, **wanted.model_dump()
                )
            )

        async def answer_question(wanted: args.ShopQuestion) -> str:
            return self.ask(
                ProductQuery(reply_to=HERE, kind="faq", language="en", question=wanted.question)
            )

        async def remember(wanted: args.Remember) -> str:
            del wanted
            return "noted"

        return [search, product_details, recommend, answer_question, remember]

    def changing(self) -> list[Callable[..., Awaitable[str]]]:
        """Return the tools of the cart."""

        async def show_cart(wanted: args.Nothing) -> str:
            return self.cart("show", wanted)

        async def add_to_cart(wanted: args.CartLine) -> str:
            return self.cart("add", wanted)

        async def set_quantity(wanted: args.CartLine) -> str:
            return self.cart("set_quantity", wanted)

        async def remove_from_cart(wanted: args.CartSku) -> str:
            return self.cart("remove", wanted)

        async def apply_code(wanted: args.Code) -> str:
            return self.cart("apply_code", wanted)

        async def remove_code(wanted: args.Code) -> str:
            return self.cart("remove_code", wanted)

        return [show_cart, add_to_cart, set_quantity, remove_from_cart, apply_code, remove_code]

    def ordering(self) -> list[Callable[..., Awaitable[str]]]:
        """Return the tools that look orders up."""

        async def list_orders(wanted: args.Nothing) -> str:
            del wanted
            return self.ask(OrderRequested(customer_id=CUSTOMER, action="list"))

        async def order_status(wanted: args.Order) -> str:
            return self.ask(
                OrderRequested(customer_id=CUSTOMER, action="status", number=wanted.number)
            )

        return [list_orders, order_status]

    def cart(self, action: CartAction, wanted: args.Arguments) -> str:
        """Ask the cart."""
        said = wanted.model_dump()
        return self.ask(CartRequested(customer_id=CUSTOMER, action=action, **said))

    def ask(self, event: Event) -> str:
        """Ask the shop; return what the model is told of its answer."""
        self.asked.append(event)
        return told(self.tools.answer(event, now()), "en")


async def peer(conversation: Conversation) -> Played:
    """Play a conversation; turns that no model thinks about are not the peer's."""
    script = [thought for said in conversation.turns for thought in said.model]
    one = Peer(conversation.shop.tools(), script)
    agent = one.agent()
    played, history = Played(one.tools), list[ModelMessage]()
    for said in conversation.turns:
        turn = TurnPlayed()
        if said.model:
            turn, history = await _turn(one, agent, said, history)
        played.turns.append(turn)
    return played


async def _turn(
    one: Peer, agent: Agent[None, Output], said: Said, history: list[ModelMessage]
) -> tuple[TurnPlayed, list[ModelMessage]]:
    asked, thought, turn = len(one.asked), one.requests, TurnPlayed()
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
    turn.asked = [question(event) for event in one.asked[asked:]]
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

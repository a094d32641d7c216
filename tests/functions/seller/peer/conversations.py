"""Scripted conversations: what shoppers say, what the model says, and how each ends."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from shared.clock import now
from shared.events.carts import CartRequested, CartUpdated
from shared.events.orders import OrderCreate
from shared.llm.answer import ModelAnswer
from shared.llm.errors import ModelUnavailableError
from shared.llm.request import ToolUse
from shared.llm.scripted import Line, says
from shared.models.cart import Address
from shared.nlu.intents import Intent
from tests.functions.seller.tool_answers import Tools

CUSTOMER = "c1"
ADDRESS = Address(
    name="Ana Souza", line1="12 Main Street", city="Springfield", postcode="12345", country="US"
)
Arguments = dict[str, object] | str
"""As the model writes them; a text is taken as it is, JSON or not."""


class Given(BaseModel):
    """A line of a file of conversations."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Thought(Given):
    """One answer of the model: words, or calls of tools, or none at all."""

    say: str = ""
    call: tuple[tuple[str, Arguments], ...] = ()
    fail: bool = False

    def uses(self) -> tuple[ToolUse, ...]:
        """Return the calls, numbered."""
        return tuple(
            ToolUse(id=f"use_{number}", name=name, arguments=_written(arguments))
            for number, (name, arguments) in enumerate(self.call, start=1)
        )

    def line(self) -> Line:
        """Return it for our model's script."""
        if self.fail:
            return ModelUnavailableError("down")
        if not self.call:
            return says(self.say)
        return ModelAnswer(
            text=self.say, tool_uses=self.uses(), model="scripted", finish_reason="tool_calls"
        )


class Said(Given):
    """One message of the shopper, and what the model makes of it; nothing: it is not asked."""

    says: str
    means: Intent
    entities: dict[str, object] = {}
    model: tuple[Thought, ...] = ()
    leads_to: str = ""
    """The tool that ends the model's part: others than it go on."""
    asks: str = "none"
    """What the rules then wait for; `person` where one takes over."""


class Shop(Given):
    """How the shop is before the first message."""

    cart: dict[str, int] = {}
    codes: tuple[str, ...] = ()
    ordered: dict[str, int] = {}
    failing: tuple[str, ...] = ()

    def tools(self) -> Tools:
        """Return the shop's other functions."""
        tools = Tools(faq_for_words=True)
        if self.ordered:
            tools.lines = dict(self.ordered)
            _order(tools)
        tools.lines, tools.codes, tools.failing = dict(self.cart), self.codes, set(self.failing)
        return tools


class Ends(Given):
    """How the shop is afterwards, and how the last turn ended."""

    cart: dict[str, int] = {}
    codes: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    thoughts: int = Field(default=0)
    says: str = ""
    """Words of the last answer."""
    error: str = ""


class Conversation(Given):
    """One conversation.

    Attributes:
        differs: why ours does not do what the model said; without it both loops must agree.
        ends: how both end; where they differ, how ours does.
        peer_ends: how the other one does, where they differ.
    """

    name: str
    shop: Shop = Shop()
    turns: tuple[Said, ...]
    differs: str = ""
    ends: Ends
    peer_ends: Ends | None = None


@cache
def conversations(which: Literal["agreeing", "differing"]) -> tuple[Conversation, ...]:
    """Return the conversations of a file."""
    text = Path(__file__).with_name(f"{which}.yaml").read_text("utf-8")
    return tuple(Conversation.model_validate(one) for one in yaml.safe_load(text))


def _written(arguments: Arguments) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _order(tools: Tools) -> None:
    quoted = tools.answer(
        CartRequested(
            customer_id=CUSTOMER, action="quote", address=ADDRESS, delivery_id="standard"
        ),
        now(),
    )
    assert isinstance(quoted, CartUpdated)
    assert quoted.quote is not None
    tools.answer(OrderCreate(customer_id=CUSTOMER, language="en", quote=quoted.quote), now())

"""The shop's tools as functions with typed arguments, the way pydantic-ai takes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from functions.seller.thinking import arguments as args
from functions.seller.thinking.results import told
from shared.clock import now
from shared.events.carts import CartAction, CartRequested
from shared.events.event import Event, ReplyTo
from shared.events.orders import OrderRequested
from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.models.money import Money
from tests.functions.seller.peer.conversations import CUSTOMER
from tests.functions.seller.tool_answers import Tools

HERE = ReplyTo(conversation="", turn_id="", call_id="")
ToolFunction = Callable[..., Awaitable[str]]


@dataclass
class PeerTools:
    """Asks the scripted shop at once, in the same process.

    Attributes:
        asked: of the shop.
    """

    shop: Tools
    asked: list[Event] = field(default_factory=list[Event])

    def functions(self) -> list[ToolFunction]:
        """Return all of them."""
        return [*self.reading(), *self.changing(), *self.ordering()]

    def reading(self) -> list[ToolFunction]:
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

        async def forget_preference(wanted: args.Forget) -> str:
            del wanted
            return "noted"

        return [
            search,
            product_details,
            recommend,
            answer_question,
            remember,
            forget_preference,
        ]

    def changing(self) -> list[ToolFunction]:
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

    def ordering(self) -> list[ToolFunction]:
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
        return told(self.shop.answer(event, now()), "en")

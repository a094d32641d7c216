"""What a shopper can tap in an answer, and how each of them reads in the text."""

from collections.abc import Iterator
from dataclasses import dataclass

from functions.whatsapp_sender.words import word
from shared.models.message import Action, ActionStyle, Answer
from shared.models.money import display
from shared.models.product import ProductCard
from shared.text import clean, one_line

MORE = "more"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or row.

    Attributes:
        id: comes back when it is tapped.
        title: in full, to be cut to the place it gets.
        description: for actions; a product's is in its card.
        section: heading of the list it belongs under.
        price: of a product, with what it was before and whether it is sold out.
        product: whether it stands for a product.
    """

    id: str
    title: str
    description: str = ""
    section: str = ""
    price: str = ""
    product: bool = False

    @property
    def is_more(self) -> bool:
        """Whether it asks for the next page; it stands last."""
        return self.id.partition(":")[0] == MORE


def links_of(answer: Answer) -> tuple[Action, ...]:
    """Return the actions that open a web address."""
    return tuple(action for action in answer.actions if _is_link(action))


def choices_of(answer: Answer, language: str) -> tuple[Choice, ...]:
    """Return every choice once: products, then actions, then the next page.

    A single product that comes with actions is what these are about, not a choice itself, unless
    one of them stands for it.
    """
    actions = [action for action in answer.actions if not _is_link(action)]
    found: dict[str, Choice] = {}
    for card in answer.products:
        own = next((action for action in actions if _stands_for(action, card)), None)
        if own or not actions or len(answer.products) > 1:
            choice = _product_choice(card, own, language)
            found.setdefault(choice.id, choice)
    for action in actions:
        title = one_line(action.title) or action.id
        choice = Choice(action.id, title, one_line(action.description), one_line(action.section))
        found.setdefault(choice.id, choice)
    return tuple(sorted(found.values(), key=lambda choice: choice.is_more))


def product_line(card: ProductCard, language: str, number: int | None, *, described: bool) -> str:
    """Return a product as one or two lines of text."""
    head = f"{number}. {_title(card)}" if number is not None else _title(card)
    line = f"*{head}* · {_price(card, language)}"
    description = one_line(card.description)
    return f"{line}\n{description}" if described and description else line


def told(card: ProductCard, language: str, message: str) -> bool:
    """Tell whether the message itself already says title and price."""
    return _title(card) in message and display(card.price, language) in message


def _is_link(action: Action) -> bool:
    return action.style == ActionStyle.LINK and bool(action.url)


def _stands_for(action: Action, card: ProductCard) -> bool:
    """Tell whether the seller made this action to choose the product: same product, same title."""
    if not {card.product_id, card.sku} & set(action.id.split(":")):
        return False
    title, full = one_line(action.title), _title(card)
    return title == full or (title.endswith("…") and full.startswith(title[:-1].rstrip()))


def _product_choice(card: ProductCard, own: Action | None, language: str) -> Choice:
    """Return the product's choice; the seller's own action for it lends its id and words."""
    words = one_line(own.description) if own else ""
    priced = display(card.price, language) in words
    return Choice(
        id=own.id if own else card.action_id,
        title=_title(card),
        description="" if priced else words or one_line(card.description),
        section=one_line(own.section) if own else "",
        price=words if priced else _price(card, language),
        product=True,
    )


def _title(card: ProductCard) -> str:
    return one_line(card.title) or card.sku or card.product_id


def _price(card: ProductCard, language: str) -> str:
    return " ".join(_price_parts(card, language))


def _price_parts(card: ProductCard, language: str) -> Iterator[str]:
    yield display(card.price, language)
    if card.compare_at is not None and card.compare_at.amount_minor > card.price.amount_minor:
        yield f"~{display(card.compare_at, language)}~"
    if not card.in_stock:
        yield f"({word('sold_out', language)})"


def link_line(link: Action) -> str:
    """Return a web address as a line of text."""
    title = one_line(link.title)
    return f"{title}: {link.url}" if title else f"{link.url}"


def action_line(choice: Choice, number: int | None) -> str:
    """Return an action as one line of text."""
    head = f"{number}. {choice.title}" if number is not None else f"• {choice.title}"
    return f"{head}: {choice.description}" if choice.description else head


def message_of(answer: Answer) -> str:
    """Return the answer's own words, safe to send."""
    return clean(answer.message)

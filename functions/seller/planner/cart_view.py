"""A cart in words: its lines, sums, and what must be told about it."""

from functions.seller.planner.answers import clip, lines, paragraphs, shortened
from functions.seller.planner.describe import options_text
from functions.seller.planner.scene import Scene
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.cart import Cart, LineItem, Notice, Totals
from shared.models.message import Answer

_LINES = 8
_TITLE = 48


def cart_reply(scene: Scene, cart: Cart, lead: str = "", *, notes: Dialogue | None = None) -> Reply:
    """Show a cart with what can be done next; a quote made before no longer holds."""
    kept = (notes or scene.notes).noting(cart=cart, quote=None, question=Question.NONE)
    if not cart.lines:
        return empty_reply(scene, paragraphs(lead, notices_text(scene, cart.notices)), kept)
    notices = notices_text(scene, cart.notices)
    text = shortened(
        lambda most: paragraphs(
            lead, notices, cart_text(scene, cart, most), scene.say("ask_checkout")
        ),
        _LINES,
    )
    actions = (
        scene.button("checkout", "checkout"),
        scene.button("keep_shopping", "search"),
        scene.button("change", "cart", "edit"),
    )
    return Reply(answer=Answer(message=text, actions=actions), dialogue=kept)


def empty_reply(scene: Scene, lead: str, notes: Dialogue) -> Reply:
    """Say that the cart is empty and where to go on."""
    return Reply(
        answer=Answer(
            message=paragraphs(lead, scene.say("ask_category" if lead else "cart_empty")),
            actions=(scene.button("categories", "cat"), scene.button("ideas", "search")),
        ),
        dialogue=notes.noting(in_checkout=False, question=Question.NONE),
    )


def cart_text(scene: Scene, cart: Cart, most: int) -> str:
    """Return the lines and sums of a cart; delivery is added at checkout."""
    return paragraphs(
        lines(scene.say("cart_title"), lines_text(scene, cart.lines, most)),
        lines(*totals_text(scene, cart.totals, cart.codes, with_delivery=False)),
    )


def lines_text(scene: Scene, items: tuple[LineItem, ...], most: int) -> str:
    """Return the first `most` lines, and how many more there are."""
    shown = [f"• {line_text(scene, item)}" for item in items[:most]]
    rest = len(items) - most
    return lines(*shown, scene.say("more_lines", count=rest) if rest > 0 else "")


def line_text(scene: Scene, item: LineItem) -> str:
    """Return quantity, title with options, and the line's total."""
    amount = scene.voice.money(item.line_total)
    return scene.say("line_item", quantity=item.quantity, title=named(scene, item), amount=amount)


def named(scene: Scene, item: LineItem) -> str:
    """Return a line's title with its options."""
    options = options_text(scene, item.options)
    title = clip(item.title, _TITLE)
    return f"{title} ({options})" if options else title


def totals_text(
    scene: Scene, totals: Totals, codes: tuple[str, ...], *, with_delivery: bool
) -> tuple[str, ...]:
    """Return the sums, one a line; those that are nothing are left out, but for delivery's."""
    money = scene.voice.money
    rows: list[str] = []
    if totals.total != totals.subtotal or with_delivery:
        rows.append(scene.say("subtotal", amount=money(totals.subtotal)))
    if totals.discount.amount_minor:
        key = "discount_code" if codes else "discount"
        rows.append(scene.say(key, codes=", ".join(codes), amount=money(totals.discount)))
    elif codes:
        rows.append(scene.say("codes_kept", codes=", ".join(codes)))
    if totals.shipping.amount_minor:
        rows.append(scene.say("delivery", amount=money(totals.shipping)))
    elif with_delivery:
        rows.append(scene.say("delivery_free"))
    if totals.tax.amount_minor:
        rows.append(scene.say("tax", amount=money(totals.tax)))
    return (*rows, scene.say("total", amount=money(totals.total)))


def notices_text(scene: Scene, notices: tuple[Notice, ...]) -> str:
    """Return everything that must be told about a cart, one a line."""
    return lines(*(notice_text(scene, notice) for notice in notices))


def notice_text(scene: Scene, notice: Notice) -> str:
    """Return one notice, or refusal, in words."""
    money = scene.voice.money
    gone = notice.code == "stock_short" and not notice.available
    return scene.say(
        "notice_sold_out" if gone else f"notice_{notice.code}",
        title=notice.title or scene.say("this_item"),
        code=notice.code_text or "",
        old=money(notice.old) if notice.old else "",
        new=money(notice.new) if notice.new else "",
        available=notice.available or 0,
        minimum=money(notice.minimum) if notice.minimum else "",
    )

"""From a product to one variant: pick it, settle its options, offer or add it."""

from functions.seller.planner.answers import button, paragraphs
from functions.seller.planner.cart import add
from functions.seller.planner.describe import card_of, in_full, side_by_side
from functions.seller.planner.hand_off import trouble
from functions.seller.planner.listing import listed
from functions.seller.planner.offer import ask_option, offer, viewed
from functions.seller.planner.own_size import remembered_size
from functions.seller.planner.scene import Scene
from functions.seller.planner.search import similar, suggest
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Ending, Plan, details
from functions.seller.planner.variants import (
    Settlement,
    options_said,
    settle,
    stocked_options,
    values_not_offered,
)
from functions.seller.steps import Reply
from shared.conversation.dialogue import Choice, Question
from shared.models.message import Answer
from shared.models.product import Product
from shared.models.wire import in_language

_COMPARED = 3


def pick(  # noqa: PLR0913 -- each is one thing a turn may say beside the product
    scene: Scene,
    product_id: str,
    wanted: dict[str, str] | None = None,
    *,
    adding: bool = False,
    page: int = 0,
    afresh: bool = False,
    refused: tuple[str, ...] = (),
) -> Plan:
    """Settle the variant of a product as far as the shopper said which, then ask or offer.

    Args:
        scene: the turn.
        product_id: what was picked.
        wanted: option values chosen in this turn beside those in the message.
        adding: put the variant into the cart as soon as it is settled.
        page: which page of option values to show.
        afresh: forget the values chosen before.
        refused: what was said for a value and is none.
    """
    found = yield from details(scene, (product_id,))
    if found is None:
        return trouble(scene)
    if not found:
        return (yield from suggest(scene, scene.say("product_gone")))
    product = found[0]
    never = (*values_not_offered(product, scene.entities), *refused)
    known = {} if afresh else _known(scene, product)
    explicit = {**options_said(product, scene.entities), **(wanted or {})}
    # "in black?" of a shoe that is never black leaves the blue one chosen before on offer
    fitting = {name: value for name, value in explicit.items() if value not in never}
    unknown = {name: value for name, value in explicit.items() if name not in known}
    told = {**known, **unknown, **fitting}
    own = {} if afresh or page or refused else remembered_size(scene, product, told)
    settled = settle(product, {**told, **own})
    missing = _not_to_be_had(scene, product, settled, tuple(explicit.values()), never)
    lead = paragraphs(_in_their_size(scene, own, settled), missing)
    choice = _choice(scene, product, settled, adding=adding)
    notes = scene.notes.noting(choice=choice)
    if settled.open is not None:
        reply = Reply(
            answer=ask_option(scene, product, *settled.open, page),
            dialogue=notes.noting(question=Question.CHOOSE_VARIANT),
            signals=(viewed(scene, product),),
        )
        return _led(reply, lead)
    if settled.variant is None:
        title = in_language(product.title, scene.voice.language)
        return (yield from similar(scene, product.id, scene.say("sold_out", title=title)))
    if choice.adding and not missing:
        return _led((yield from add(scene, settled.variant.sku, choice.quantity or 1, notes)), lead)
    return _led(offer(scene, product, settled.variant, notes), lead)


def show_details(scene: Scene, product_id: str) -> Plan:
    """Tell everything about a product."""
    found = yield from details(scene, (product_id,))
    if found is None:
        return trouble(scene)
    if not found:
        return (yield from suggest(scene, scene.say("product_gone")))
    product = found[0]
    settled = settle(product, _known(scene, product))
    return Reply(
        answer=Answer(
            message=in_full(scene, product),
            actions=(
                scene.button("choose", "pick", product.id),
                scene.button("similar", "search", "similar", product.id),
                scene.button("cart", "cart"),
            ),
            image_url=product.media[0].url if product.media else None,
        ),
        dialogue=scene.notes.noting(
            choice=_choice(scene, product, settled, adding=False),
            question=Question.CHOOSE_VARIANT,
        ),
        signals=(viewed(scene, product),),
    )


def compare(scene: Scene, product_ids: tuple[str, ...]) -> Plan:
    """Put products side by side; "the cheaper one" now means one of these."""
    listing = scene.notes.listing
    found = yield from details(scene, product_ids[:_COMPARED])
    if found is None:
        return trouble(scene)
    if not found:
        return (yield from suggest(scene, scene.say("product_gone")))
    titles = [(in_language(each.title, scene.voice.language), each.id) for each in found]
    return Reply(
        answer=Answer(
            message=paragraphs(side_by_side(scene, found), scene.say("ask_pick")),
            actions=tuple(button(title, tap_id("pick", id_)) for title, id_ in titles),
        ),
        dialogue=listed(
            scene.notes,
            tuple(card_of(scene, each) for each in found),
            listing.search if listing else None,
            listing.total if listing else len(found),
        ),
        signals=tuple(viewed(scene, each) for each in found),
    )


def _in_their_size(scene: Scene, own: dict[str, str], settled: Settlement) -> str:
    """Tell that a size was not asked for because it is known."""
    size = next(iter(own.values()), "")
    return scene.say("in_your_size", size=size) if size in settled.options.values() else ""


def _known(scene: Scene, product: Product) -> dict[str, str]:
    """Return values settled before: on this product, or by the search that found it."""
    notes = scene.notes
    if notes.choice and notes.choice.product_id == product.id:
        return dict(notes.choice.options)
    search = notes.listing.search if notes.listing else None
    if search is None:
        return {}
    single = {
        "colours": search.colours if len(search.colours) == 1 else (),
        "sizes": search.sizes if len(search.sizes) == 1 else (),
        "attributes": {name: str(value) for name, value in search.attributes.items()},
        "option_values": {},
    }
    return options_said(product, scene.entities.model_copy(update=single))


def _choice(scene: Scene, product: Product, settled: Settlement, *, adding: bool) -> Choice:
    before = scene.notes.choice
    same = before if before and before.product_id == product.id else None
    return Choice(
        product_id=product.id,
        title=in_language(product.title, scene.voice.language),
        price=(settled.variant or product.variants[0]).price,
        values=stocked_options(product),
        options=settled.options,
        sku=settled.variant.sku if settled.variant else None,
        quantity=scene.entities.quantity or (same.quantity if same else None),
        adding=adding or bool(same and same.adding),
    )


def _led(ending: Ending, lead: str) -> Ending:
    if not lead or not isinstance(ending, Reply) or ending.answer is None:
        return ending
    message = paragraphs(lead, ending.answer.message)
    answer = ending.answer.model_copy(update={"message": message})
    return ending.model_copy(update={"answer": answer})


def _not_to_be_had(
    scene: Scene,
    product: Product,
    settled: Settlement,
    explicit: tuple[str, ...],
    never: tuple[str, ...],
) -> str:
    """Say which of the values wanted the product does not come in, or not in this combination."""
    sold_out = tuple(each for each in settled.missing if each in explicit and each not in never)
    key, values = ("value_not_offered", never) if never else ("value_not_in_stock", sold_out)
    if not values:
        return ""
    words = tuple(scene.voice.word("value", value) for value in values)
    title = in_language(product.title, scene.voice.language)
    return scene.say(key, values=scene.voice.listed(words), title=title)

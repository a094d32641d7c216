"""Words about what the shopper's page shows: "do you have this in red?"."""

from functions.seller.planner import choose, search
from functions.seller.planner.named import names_a_thing
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan
from shared.conversation.reading import product_on_page
from shared.nlu.intents import Intent


def about_page(scene: Scene) -> Plan | None:
    """Answer words about the product on the shopper's page; None if they name another, or none."""
    said, message = scene.entities, scene.message
    product_id = product_on_page(message, scene.notes) if message else None
    if message is None or message.page is None or product_id is None:
        return None
    names_another = (
        said.product_ids not in ((), (product_id,))
        or said.category not in (None, message.page.category)
        or names_a_thing(said.model_copy(update={"category": None}))
        or said.ordinal
        or said.relative
    )
    if names_another:
        return None
    match scene.intent:
        case Intent.PRODUCT_DETAILS:
            return choose.show_details(scene, product_id)
        case Intent.ADD_TO_CART | Intent.CHOOSE | Intent.CHOOSE_OPTION:
            adding = scene.intent == Intent.ADD_TO_CART
            return choose.pick(scene, product_id, adding=adding)
        case Intent.RECOMMEND:
            return search.similar(scene, product_id)
        case _:
            return None

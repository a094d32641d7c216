"""The size a shopper said is theirs, where a product comes in it."""

from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import shops_for_other
from functions.seller.planner.variants import fold, stocked_options
from shared.models.product import Product

_SIZE = "size"


def remembered_size(scene: Scene, product: Product, told: dict[str, str]) -> dict[str, str]:
    """Return the stated size that the product has in stock, unless one is told already.

    Of several (a shoe's and a shirt's) the one said last that fits. A size that was only noticed is
    no reason to take it for theirs; children's things are hardly the shopper's own.
    """
    preferences = scene.given.preferences
    others = product.gender == "kids" or shops_for_other(scene)
    if preferences is None or others or _SIZE in told:
        return {}
    offered = {fold(value): value for value in stocked_options(product).get(_SIZE, ())}
    said = sorted(
        (one for one in preferences.sizes if one.explicit), key=lambda one: one.at, reverse=True
    )
    fitting = (offered[fold(one.value)] for one in said if fold(one.value) in offered)
    size = next(fitting, None)
    return {_SIZE: size} if size else {}

"""What every admin call of the catalog begins with: who, which brand, as which change."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from functions.catalog.asking import shelf_of
from functions.catalog.live import shelves
from shared.errors import ProblemError
from shared.function.delivery import Delivery
from shared.function.rest import require_admin, rest_delivery
from shared.models.brand import Brand

Answered = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AdminCall:
    """A call of an admin."""

    who: str
    brand: Brand
    delivery: Delivery


def admin_call(request: Request, operation: str, brand_id: str = "") -> AdminCall:
    """Return the call, once the caller is known to be an admin.

    Args:
        request: the call.
        operation: `products.create`, …
        brand_id: where the body names the brand; else `?brand=` does.

    Raises:
        ProblemError: 401, 403; 400 or 404 where the brand is missing or unknown.
    """
    who = require_admin(request)
    if brand_id and brand_id not in shelves():
        raise ProblemError(404, "Not found", f"There is no brand {brand_id[:40]!r}.")
    brand = shelves()[brand_id].brand if brand_id else shelf_of(request).brand
    delivery = rest_delivery(
        request, caller=who, operation=f"{operation}|{brand.id}", brand=brand.id
    )
    return AdminCall(who, brand, delivery)


async def list_brands(request: Request) -> Response:
    """Return the brands as their files have them; they are changed by changing the files."""
    require_admin(request)
    return JSONResponse({"brands": [each.brand.wire() for each in shelves().values()]})


BRAND_ROUTES: Final = (Route("/v1/admin/brands", list_brands, methods=["GET"]),)

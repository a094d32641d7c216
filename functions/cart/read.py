"""What carts read of the catalog and the codes: always fresh, a price here may become a quote."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from functions.cart.code_use import field_key, is_counted, uses_id
from functions.cart.codes import ALL_BRANDS, DiscountCode, KnownCode, normalise
from functions.cart.shop import Shop
from functions.cart.state import CartState, open_cart
from shared.catalog_reads import products_for_skus
from shared.events.carts import CartRequested
from shared.models.brand import Brand
from shared.stores.store import Document, Store

CODES: Final = "codes"
USES: Final = "code_uses"


async def shop_for(
    store: Store, brand: Brand, state: CartState | None, request: CartRequested, now: datetime
) -> Shop:
    """Return the brand's shop with the products and codes that a request can touch."""
    cart = state or open_cart(brand.id, request.customer_id, now)
    skus = {line.sku for line in request.lines} | ({request.sku} if request.sku else set[str]())
    texts = {normalise(request.code)} if request.code else set[str]()
    return await shop_of(store, brand, cart, now, skus=skus, texts=texts)


async def shop_of(
    store: Store,
    brand: Brand,
    cart: CartState,
    now: datetime,
    *,
    skus: Iterable[str] = (),
    texts: Iterable[str] = (),
) -> Shop:
    """Return the brand's shop with what is in a cart, and more SKUs and codes besides."""
    sold, codes = await asyncio.gather(
        products_for_skus(store, brand.id, {*(line.sku for line in cart.lines), *skus}),
        known_codes(store, brand.id, {*cart.codes, *texts}, cart.customer_id),
    )
    products = {sku: product for sku, (product, _) in sold.items()}
    return Shop(brand=brand, now=now, products=products, codes=codes)


async def known_codes(
    store: Store, brand: str, texts: Iterable[str], customer_id: str
) -> dict[str, KnownCode]:
    """Return codes by text, with how often they were used and by this customer."""
    codes = await read_codes(store, brand, texts)
    known = await asyncio.gather(*(_with_uses(store, code, customer_id) for code in codes.values()))
    return dict(zip(codes, known, strict=True))


async def read_codes(store: Store, brand: str, texts: Iterable[str]) -> dict[str, DiscountCode]:
    """Return the codes that a brand takes, by text; its own goes before one of all brands."""
    ids = [f"{owner}|{text}" for text in sorted(texts) for owner in (ALL_BRANDS, brand)]
    if not ids:
        return {}
    documents = await store.find(CODES, {"_id": {"$in": ids}}, limit=len(ids))
    codes = [DiscountCode.model_validate(one) for one in documents]
    codes.sort(key=lambda one: one.brand != ALL_BRANDS)
    return {one.code: one for one in codes}


async def _with_uses(store: Store, code: DiscountCode, customer_id: str) -> KnownCode:
    """Look at the limits by counting in the database: the uses of a code may be many."""
    if not is_counted(code):
        return KnownCode(code=code)
    document_id = uses_id(code, customer_id)
    customer = f"customers.{field_key(customer_id)}"
    total, own = await asyncio.gather(
        _reaches(store, document_id, "use_count", code.limit_total),
        _reaches(store, document_id, customer, code.limit_per_customer),
    )
    return KnownCode(code=code, uses=total, customer_uses=own)


async def _reaches(store: Store, document_id: str, field: str, limit: int | None) -> int:
    """Return `limit` if the field is at least that, else 0: all that a limit asks."""
    if limit is None:
        return 0
    query: Document = {"_id": document_id, field: {"$gte": limit}}
    return limit if await store.count(USES, query) else 0

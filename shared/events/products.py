"""Events of the catalog and its stock."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.events.event import Event, ReplyTo
from shared.models.brand import FaqEntry
from shared.models.money import Money
from shared.models.product import AttributeValue, Product, ProductCard
from shared.models.wire import WireModel

Sort = Literal["relevance", "price_asc", "price_desc", "newest", "popular"]


class Search(WireModel):
    """What to look for; every filter that is empty matches all."""

    text: str = ""
    category: str | None = None
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    manufacturers: tuple[str, ...] = ()
    gender: str | None = None
    price_min: Money | None = None
    price_max: Money | None = None
    attributes: dict[str, AttributeValue] = {}
    in_stock: bool = True
    sort: Sort = "relevance"
    limit: int = 9
    offset: int = 0


class Facet(WireModel):
    """How many hits have each value of a field."""

    field: str
    values: dict[str, int]


class ProductQuery(Event):
    """Find products, one product's details, or the answer to a frequent question."""

    type: ClassVar[str] = "store.product.query"
    to: ClassVar[str | None] = "product-catalog"

    reply_to: ReplyTo
    kind: Literal["search", "details", "faq"]
    language: str
    customer_id: str | None = None
    search: Search | None = None
    product_ids: tuple[str, ...] = ()
    """For details; a SKU is taken too."""
    question: str | None = None
    topic: str | None = None


class ProductQueryResult(Event):
    """What a product query found."""

    type: ClassVar[str] = "store.product.query.result"
    to: ClassVar[str | None] = "seller"

    reply_to: ReplyTo
    kind: Literal["search", "details", "faq"]
    cards: tuple[ProductCard, ...] = ()
    products: tuple[Product, ...] = ()
    """Whole products, for details."""
    total: int = 0
    relaxed: tuple[str, ...] = ()
    """Filters given up because nothing matched all: `colours`, `sizes`, `price_max`, `text`, …"""
    corrected: str | None = None
    """The words searched, where a typing error was mended."""
    facets: tuple[Facet, ...] = ()
    faq: FaqEntry | None = None


class ProductRecommend(Event):
    """Recommend products."""

    type: ClassVar[str] = "store.product.recommend"
    to: ClassVar[str | None] = "product-catalog"

    reply_to: ReplyTo
    kind: Literal["similar", "bought_together", "for_you", "trending"]
    language: str
    customer_id: str | None = None
    product_id: str | None = None
    category: str | None = None
    limit: int = 6


class ProductRecommendResult(Event):
    """The products recommended."""

    type: ClassVar[str] = "store.product.recommend.result"
    to: ClassVar[str | None] = "seller"

    reply_to: ReplyTo
    kind: Literal["similar", "bought_together", "for_you", "trending"]
    cards: tuple[ProductCard, ...] = ()


class ProductViewed(Event):
    """A customer looked at a product."""

    type: ClassVar[str] = "store.product.viewed"
    to: ClassVar[str | None] = "memory"

    customer_id: str
    product_id: str
    category: str
    at: datetime


class ProductUpdated(Event):
    """A product, its price or its stock changed."""

    type: ClassVar[str] = "store.product.updated"

    product_id: str
    change: Literal["created", "changed", "deleted", "price", "stock"]


class ProductStockLow(Event):
    """Few pieces of a SKU are left."""

    type: ClassVar[str] = "store.product.stock.low"

    product_id: str
    sku: str
    available: int


class StockLine(WireModel):
    """So many pieces of one SKU."""

    sku: str
    quantity: int


class StockRequested(Event):
    """Hold, sell, give back or take back an order's pieces; repeated, it changes nothing more."""

    type: ClassVar[str] = "store.product.stock.request"
    to: ClassVar[str | None] = "product-catalog"

    action: Literal["hold", "sell", "release", "restock"]
    order_number: str
    lines: tuple[StockLine, ...]
    restock_id: str | None = None
    """Names one return, so that each is restocked once."""


class StockResult(Event):
    """What became of a hold: all pieces, or none with what is short."""

    type: ClassVar[str] = "store.product.stock.result"
    to: ClassVar[str | None] = "order-processor"

    action: Literal["hold", "sell", "release", "restock"]
    order_number: str
    held: bool
    short: tuple[StockLine, ...] = ()
    """SKUs with too little stock, with what is available of each."""

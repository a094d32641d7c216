"""The books after a storm: answers, orders, stock, and what is left lying about."""

from collections import Counter
from collections.abc import Sequence

from tests.chaos.buyers import Bought
from tests.journeys.rest import dead_letters, ledger
from tests.journeys.shop_run import Json, ShopRun
from tests.journeys.stock import stock_of


def stocks(shop: ShopRun, brands: Sequence[str]) -> dict[str, int]:
    """Return the stock of every SKU of these brands."""
    return {sku: left for brand in brands for sku, left in stock_of(shop, brand).items()}


def possible_doubles(shop: ShopRun) -> dict[str, int]:
    """Return, per message, how often the sender had to send again without knowing.

    WhatsApp has no idempotency key: when the sender dies between the request and its answer and
    no status comes in time, it sends again. The record counts it; this is the only gap.
    """
    with ledger(shop) as database:
        found = database["outbound"].find({"state.possible_doubles": {"$gt": 0}})
        return {one["_id"]: one["state"]["possible_doubles"] for one in found}


def check_answers(shop: ShopRun, purchases: Sequence[Bought]) -> None:
    """Everybody got every answer, in one message each."""
    allowed = possible_doubles(shop)
    for one in purchases:
        counts = Counter(heard.id for heard in one.shopper.everything())
        doubled = {id_: times for id_, times in counts.items() if times > 1 + allowed.get(id_, 0)}
        assert not doubled, f"{one.number}: sent more often than counted: {doubled}"
        assert len(counts) == one.written + one.news, [h.text for h in one.shopper.everything()]


def check_orders(shop: ShopRun, purchases: Sequence[Bought]) -> Counter[str]:
    """Each purchase is one order, paid once; return what they sold, per SKU."""
    numbers = [one.number for one in purchases]
    assert len(set(numbers)) == len(numbers)
    sold: Counter[str] = Counter()
    for order in map(shop.order, numbers):
        assert order["status"] == "confirmed", order
        assert order["paid"] == order["totals"]["total"], order
        assert order["refunded"]["amountMinor"] == 0, order
        sold.update({line["sku"]: line["quantity"] for line in order["lineItems"]})
    with ledger(shop) as database:
        assert database["orders"].count_documents({}) == len(numbers)
    return sold


def check_stock(before: dict[str, int], after: dict[str, int], sold: Counter[str]) -> None:
    """What was sold is gone, and nothing else."""
    gone = {sku: before[sku] - after[sku] for sku in before if before[sku] != after[sku]}
    assert gone == dict(sold)


def check_nothing_left(shop: ShopRun) -> None:
    """No dead letters, nothing dropped by the broker, no hold that nobody needs."""
    letters: list[Json] = dead_letters(shop)
    assert not letters, letters
    broker = shop.inside("/queues")
    assert broker["lost"] == 0
    assert [one for one in broker["queues"] if one["dropped"] or one["dead_lettered"]] == []

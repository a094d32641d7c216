from functions.catalog.live import live_catalog
from functions.catalog.seed import seed_products
from shared.events.products import ProductQuery, ProductRecommend, Search
from shared.memory_reads import MEMORIES, memory_key
from shared.models.memory import Affinity, Preferences, Trait
from tests.functions.catalog.sample_brands import text, usd
from tests.functions.catalog.shop import (
    DRESS,
    REPLY,
    RUNNER,
    Shop,
    stock_request,
    titles,
)
from tests.support.drive import EPOCH


async def test_a_search_is_answered_to_the_seller_in_the_shoppers_language(shop: Shop) -> None:
    query = ProductQuery(
        reply_to=REPLY,
        kind="search",
        language="pt",
        search=Search(text="tênis corrida", colours=("blue",), price_max=usd(15000)),
    )

    (answer,) = await shop.tell(query)

    assert answer["type"] == "store.product.query.result"
    assert (answer["brand"], answer["total"]) == ("fashion", 1)
    assert answer["replyTo"] == REPLY.wire()
    assert answer["cards"] == [
        {
            "productId": "runner",
            "title": "Tênis de corrida Lago",
            "description": "",
            "price": {"amountMinor": 9900, "currency": "USD"},
            "options": {"colour": ["blue"], "size": ["41", "42"]},
            "inStock": True,
            "reasons": [],
        }
    ]


async def test_details_are_found_by_id_and_by_sku_and_count_as_a_view(shop: Shop) -> None:
    query = ProductQuery(
        reply_to=REPLY,
        kind="details",
        language="en",
        customer_id="c-1",
        product_ids=("runner-2", "gone"),
    )

    answer, viewed = await shop.tell(query)

    assert [each["id"] for each in answer["products"]] == ["runner"]
    assert [each["stock"] for each in answer["products"][0]["variants"]] == [5, 5]
    assert viewed["type"] == "store.product.viewed"
    assert (viewed["customerId"], viewed["productId"]) == ("c-1", "runner")


async def test_a_frequent_question_is_answered_from_the_brands_file(shop: Shop) -> None:
    answer = await shop.ask(kind="faq", topic="returns", question="can I return it?")

    assert answer["faq"]["topic"] == "returns"
    assert (await shop.ask(kind="faq", question="do you like jazz?")).get("faq") is None


async def test_recommendations_are_answered_to_the_seller(shop: Shop) -> None:
    wish = ProductRecommend(reply_to=REPLY, kind="similar", language="en", product_id="runner")

    (answer,) = await shop.tell(wish)

    assert answer["type"] == "store.product.recommend.result"
    assert titles(answer) == ["Night Racer"]


async def test_what_a_shopper_likes_is_recommended_with_the_reason_and_a_dislike_left_out(
    shop: Shop,
) -> None:
    blue = Affinity(value="blue", score=10, at=EPOCH, explicit=True)
    known = Preferences(
        customer_id="c1",
        brand="fashion",
        colours=(blue,),
        disliked=(Trait(kind="feature", value="night"),),
    )
    remembered = {"_id": memory_key("fashion", "c1"), "state": {"preferences": known.wire()}}
    await shop.memory.store.insert(MEMORIES, remembered)

    wish = ProductRecommend(reply_to=REPLY, kind="for_you", language="en", customer_id="c1")
    (answer,) = await shop.tell(wish)
    found = await shop.ask(kind="search", search=Search(category="running-shoes"), customer_id="c1")

    assert titles(answer)[0] == RUNNER.title["en"]
    assert "Night Racer" not in titles(answer)
    told = [{"kind": "colour", "value": "blue", "stated": True}]
    assert answer["cards"][0]["reasons"] == told
    assert titles(found)[-1] == "Night Racer"
    assert found["cards"][0]["reasons"][:1] == told


async def test_what_was_bought_together_is_learnt_from_sales(shop: Shop) -> None:
    lines = {"runner_1": 1, "dress_1": 1}
    for action in ("hold", "sell", "sell"):
        await shop.tell(stock_request(action, "FA-000001", **lines))

    wish = ProductRecommend(
        reply_to=REPLY, kind="bought_together", language="en", product_id="runner"
    )
    (answer,) = await shop.tell(wish)

    assert titles(answer) == ["Plain Dress", "Night Racer"]


async def test_an_event_of_no_brand_of_ours_is_a_dead_letter(shop: Shop) -> None:
    query = ProductQuery(reply_to=REPLY, kind="search", language="en")

    told = await shop.tell(query, brand="nobody")

    assert [each["type"] for each in told] == ["store.failed"]


async def test_another_pods_change_is_followed(shop: Shop) -> None:
    await shop.ask(kind="search", search=Search(text="dress"))
    live = live_catalog(shop.memory.store)
    renamed = DRESS.model_copy(update={"title": text("Wedding Gown")})

    await seed_products(shop.memory.store, (renamed,), EPOCH)
    await live.catch_up()

    assert titles(await shop.ask(kind="search", search=Search(text="gown"))) == ["Wedding Gown"]


async def test_what_sold_out_elsewhere_this_moment_is_not_shown_though_the_index_has_it(
    shop: Shop,
) -> None:
    store = shop.memory.store
    await live_catalog(store).index()
    await store.update("stock", {"_id": "fashion|dress-1"}, {"$set": {"available": 0}})

    found = await shop.ask(kind="search", search=Search(text="dress"))

    assert titles(found) == []


async def test_a_price_that_rose_elsewhere_this_moment_is_not_shown_below_the_limit(
    shop: Shop,
) -> None:
    store = shop.memory.store
    await live_catalog(store).index()
    dearer = {"$set": {"product.variants": [variant_at(9900)]}}
    await store.update("products", {"_id": "fashion|dress"}, dearer)

    found = await shop.ask(kind="search", search=Search(text="dress", price_max=usd(6000)))

    assert titles(found) == []


def variant_at(price: int) -> dict[str, object]:
    return DRESS.variants[0].model_copy(update={"price": usd(price)}).model_dump()

"""Everything that is not words, and words that mean nothing: each is answered sensibly."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.heard import Heard
from tests.journeys.rest import settle
from tests.journeys.scripts import SCRIPTS, Script
from tests.journeys.shop_run import ShopRun
from tests.journeys.shoppers import WebShopper, WhatsAppShopper
from tests.journeys.stock import stock_of

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]

PIN = {"latitude": 40.74, "longitude": -73.99}


@dataclass(frozen=True)
class Words:
    """What the answers in one language have.

    Attributes:
        browse: title of the button that shows what there is.
    """

    brand: str
    greeting: str
    browse: str
    picture: str
    voice: str
    sticker: str
    contact: str
    pin: str
    is_it: str
    other: str
    cart: str
    check_out: str
    nonsense: str

    @property
    def script(self) -> Script:
        """The purchase of this brand."""
        return SCRIPTS[self.brand]


WORDS = {
    "en": Words(
        brand="fashion",
        greeting="hello",
        browse="Browse",
        picture="picture",
        voice="voice notes",
        sticker="it!|one!",
        contact="contact",
        pin="type the address",
        is_it="Is that the delivery address?",
        other="Another address",
        cart="into your cart",
        check_out="Check out",
        nonsense="rephrase|another way",
    ),
    "pt": Words(
        brand="tech",
        greeting="oi, tudo bem?",
        browse="Ver categorias",
        picture="foto",
        voice="áudios",
        sticker="boa|Adorei",
        contact="contato",
        pin="digitar o endereço",
        is_it="É o endereço de entrega?",
        other="Outro endereço",
        cart="no carrinho",
        check_out="Finalizar compra",
        nonsense="outro jeito|outras palavras",
    ),
    "es": Words(
        brand="home",
        greeting="hola, buenos días",
        browse="Ver categorías",
        picture="foto",
        voice="notas de voz",
        sticker="bueno|encanta",
        contact="contacto",
        pin="escribes la dirección",
        is_it="¿Es la dirección de entrega?",
        other="Otra dirección",
        cart="en tu carrito",
        check_out="Finalizar compra",
        nonsense="otra forma|otras palabras",
    ),
}
languages = pytest.mark.parametrize("language", WORDS)


def shopper_of(shop: ShopRun, language: str) -> WhatsAppShopper:
    """Return somebody who has said hello in this language."""
    shopper = WhatsAppShopper(shop, WORDS[language].brand)
    shopper.say(WORDS[language].greeting)
    return shopper


def one_answer(shopper: WhatsAppShopper, act: Callable[[], Heard]) -> Heard:
    """Return the answer, which is the only one."""
    heard = act()
    settle(shopper.shop)
    shopper.hears_nothing(0)
    return heard


def has_one_of(heard: Heard, words: str) -> bool:
    return any(heard.has(one) for one in words.split("|"))


@languages
def test_a_picture_a_voice_note_a_sticker_and_a_contact_lead_back_to_words(
    shop: ShopRun, language: str
) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)
    media = shopper.phone.upload("audio/ogg", b"OggS not really")
    person = {"name": {"formatted_name": "Kim Lee"}, "phones": [{"phone": "+1 555"}]}

    voice = one_answer(shopper, lambda: shopper.send("audio", {"id": media, "voice": True}))
    sticker = one_answer(shopper, lambda: shopper.send("sticker", {"id": media}))
    contact = one_answer(shopper, lambda: shopper.send("contacts", [person]))

    assert voice.has(words.voice)
    assert voice.choice(words.browse)
    assert has_one_of(sticker, words.sticker)
    assert contact.has(words.contact)
    assert contact.choice(words.browse)
    assert "Kim" not in contact.text


@languages
def test_a_picture_is_kept_and_asked_about(shop: ShopRun, language: str) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)
    picture = b"\xff\xd8\xff\xe0" + f"{language} {time.time_ns()}".encode()
    media = shopper.phone.upload("image/jpeg", picture)

    heard = one_answer(shopper, lambda: shopper.send("image", {"id": media}))

    assert heard.has(words.picture)
    assert heard.choice(words.browse)
    assert picture in stored_pictures(shop)


def stored_pictures(shop: ShopRun) -> list[bytes]:
    """Return what the shop's object store has of shoppers' media."""
    import boto3

    stores = shop.environment_of_stores()
    client: Any = boto3.client(  # pyright: ignore[reportUnknownMemberType]
        "s3",
        endpoint_url=stores["S3_ENDPOINT_URL"],
        aws_access_key_id=stores["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=stores["AWS_SECRET_ACCESS_KEY"],
        region_name="us-east-1",
    )
    found = client.list_objects_v2(Bucket="agent-store", Prefix="media/").get("Contents", [])
    return [client.get_object(Bucket="agent-store", Key=one["Key"])["Body"].read() for one in found]


@languages
def test_a_place_outside_a_checkout_is_read_back(shop: ShopRun, language: str) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)

    bare = one_answer(shopper, lambda: shopper.send("location", PIN))
    place = PIN | {"address": words.script.address}
    named = one_answer(shopper, lambda: shopper.send("location", place))

    assert bare.has(words.pin)
    assert named.has(words.script.town, words.is_it)
    assert named.choice(words.other)


@languages
def test_a_reaction_wants_no_answer(shop: ShopRun, language: str) -> None:
    shopper = shopper_of(shop, language)

    shopper.phone.write("reaction", {"message_id": shopper.last.place, "emoji": "❤️"})

    settle(shop)
    shopper.hears_nothing(0)
    assert shopper.say(WORDS[language].script.search).choices


@languages
def test_an_order_from_whatsapps_catalog_fills_the_cart(shop: ShopRun, language: str) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)
    sku = max(stock_of(shop, words.brand).items(), key=lambda one: one[1])[0]
    item = {"product_retailer_id": sku, "quantity": 2, "item_price": 1.5, "currency": "USD"}

    ordered = {"catalog_id": "1", "product_items": [item]}
    heard = one_answer(shopper, lambda: shopper.send("order", ordered))

    assert heard.has(words.cart, "2 ×", "$1")
    assert heard.choice(words.check_out)


@languages
def test_a_tap_on_an_old_list_does_what_it_says(shop: ShopRun, language: str) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)
    old = shopper.say(words.script.search)
    first = old.choice(1)
    shopper.say(words.script.cart)
    shopper.say(words.script.where)

    heard = one_answer(shopper, lambda: shopper.tap(1, of=old))

    assert heard.has(first.title.removesuffix("…"))


@languages
def test_nonsense_is_asked_back_with_ways_on(shop: ShopRun, language: str) -> None:
    words, shopper = WORDS[language], shopper_of(shop, language)

    heard = one_answer(shopper, lambda: shopper.say("qwrtz plfk xkcdm!!"))

    assert has_one_of(heard, words.nonsense)
    assert heard.choice(words.browse)


def test_this_one_is_the_product_on_the_page_of_the_web_shop(shop: ShopRun) -> None:
    shopper = WebShopper(shop, "fashion")
    found = shopper.client.get(f"{shop.gateway}/v1/products/search?brand=fashion&q=Tempo+Knit")
    page = {"productId": found.json()["products"][0]["id"], "category": "running-shoes"}

    shopper.post({"text": "what is this made of?", "page": page})
    assert shopper.hear().has("Tempo Knit")

    shopper.post({"text": "add it to my cart, green in 42", "page": page})
    assert shopper.hear().has("Tempo Knit", "cart")

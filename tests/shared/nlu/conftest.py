"""A small shop and a way to ask what a message means there."""

from collections.abc import Callable

import pytest

from shared.nlu.context import Context, ShownProduct
from shared.nlu.meaning import Understanding
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import CategoryWords, Vocabulary

Read = Callable[..., Understanding]

VOCABULARY = Vocabulary(
    categories=(
        CategoryWords(
            id="shoes",
            words={
                "en": ("shoes", "running shoes", "sneakers", "trainers", "boots", "heels"),
                "pt": ("tênis", "sapato", "calçados", "bota", "sandália"),
                "es": ("zapatos", "zapatillas", "tenis", "botas", "calzado"),
            },
        ),
        CategoryWords(
            id="dresses",
            words={"en": ("dress", "gown"), "pt": ("vestido",), "es": ("vestido",)},
        ),
        CategoryWords(
            id="shirts",
            words={
                "en": ("shirt", "t-shirt", "tee", "blouse"),
                "pt": ("camisa", "camiseta", "blusa"),
                "es": ("camisa", "camiseta", "playera", "remera"),
            },
        ),
        CategoryWords(
            id="bags",
            words={
                "en": ("bag", "handbag", "backpack"),
                "pt": ("bolsa", "mochila"),
                "es": ("bolso", "mochila", "cartera"),
            },
        ),
        CategoryWords(
            id="phones",
            words={
                "en": ("phone", "smartphone", "cell phone"),
                "pt": ("celular", "smartphone"),
                "es": ("celular", "móvil", "teléfono"),
            },
        ),
    ),
    sizes=("S", "M", "L", "XL", "38", "39", "40", "41", "42", "43"),
    manufacturers=("Nike", "Adidas", "Samsung"),
    titles=("Cloud Runner Blue", "Silk Evening Dress", "Galaxy S24"),
)
SHOWN = (
    ShownProduct(product_id="cloud", title="Cloud Runner Blue", price_minor=12900),
    ShownProduct(product_id="trail", title="Trail Racer Red", price_minor=9900),
    ShownProduct(product_id="city", title="City Walker Black", price_minor=14900),
)
OPTIONS = {"size": ("41", "42", "43"), "colour": ("black", "blue")}


@pytest.fixture
def read() -> Read:
    """Understand a message; keywords are fields of the context, `locale` the brand's."""

    def understood(text: str, *, locale: str = "en-US", **known: object) -> Understanding:
        context = Context.model_validate({"currency": "USD", **known})
        return understand(text, context=context, vocabulary=VOCABULARY, locale_prior=locale)

    return understood


@pytest.fixture
def vocabulary() -> Vocabulary:
    """The shop's words."""
    return VOCABULARY


@pytest.fixture
def shown() -> tuple[ShownProduct, ...]:
    """Three products of the last list; the second is the cheapest, the third the dearest."""
    return SHOWN


@pytest.fixture
def chosen() -> dict[str, object]:
    """The context of a product at hand, with two options."""
    return {"selected_product_id": "cloud", "selected_options": OPTIONS}

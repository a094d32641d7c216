"""The real brand files and catalogs must not bend what is said about orders, payment or people."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from shared.brands import load_brands
from shared.models.product import Product
from shared.nlu.context import Context
from shared.nlu.meaning import Understanding
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import Vocabulary
from shared.vocabularies import vocabulary_of

CHART = Path(__file__).parents[3] / "helm" / "agent-store"
ABOUT_PRODUCTS = {"search", "compare", "product_details", "state_preference", "unclear"}
BRANDS = ("fashion", "tech", "home", "beauty", "gaming")


@pytest.fixture(scope="module")
def words_of() -> Callable[[str], Vocabulary]:
    brands = load_brands(CHART / "brands")
    made: dict[str, Vocabulary] = {}

    def words(brand: str) -> Vocabulary:
        if brand not in made:
            lines = (CHART / "catalog" / f"{brand}.jsonl").read_text("utf-8").splitlines()
            products = [Product.model_validate_json(line) for line in lines if line.strip()]
            made[brand] = vocabulary_of(brands[brand], products)
        return made[brand]

    return words


def label_of(understood: Understanding) -> str:
    topic = understood.entities.faq_topic
    return f"{understood.intent}:{topic}" if topic else str(understood.intent)


@pytest.mark.parametrize("language", ["en", "pt", "es"])
@pytest.mark.parametrize("brand", BRANDS)
def test_business_means_the_same_in_every_brand(
    words_of: Callable[[str], Vocabulary], brand: str, language: str
) -> None:
    text = (Path(__file__).parent / "messages" / f"{language}.yaml").read_text("utf-8")
    table = TypeAdapter(dict[str, list[str]]).validate_python(yaml.safe_load(text))
    wanted = {
        message: label
        for label, messages in table.items()
        for message in messages
        if label not in ABOUT_PRODUCTS
    }

    understood = {
        message: label_of(
            understand(
                message,
                context=Context(currency="USD"),
                vocabulary=words_of(brand),
                locale_prior=language,
            )
        )
        for message in wanted
    }

    assert understood == wanted


@pytest.mark.parametrize(
    ("brand", "locale", "message", "category"),
    [
        ("fashion", "en-US", "I want blue running shoes under $150", "running-shoes"),
        ("fashion", "pt-BR", "quero um tênis de corrida azul até 800 reais", "running-shoes"),
        ("fashion", "es-MX", "busco tenis para correr azules", "running-shoes"),
        ("fashion", "pt-BR", "vestido preto tamanho P", "dresses"),
        ("fashion", "es-MX", "una chamarra negra de piel", "outerwear"),
        ("tech", "en-US", "noise cancelling headphones under 200", "headphones"),
        ("tech", "pt-BR", "notebook até 5000 reais", "laptops"),
        ("tech", "es-MX", "celular con buena cámara", "phones"),
        ("home", "en-US", "coffee table under 300", "tables"),
        ("home", "pt-BR", "luminária para o quarto", "lighting"),
        ("home", "es-MX", "ollas de acero inoxidable", "kitchen"),
        ("beauty", "en-US", "moisturizer for dry skin", "skincare"),
        ("beauty", "pt-BR", "batom vermelho matte", "lips"),
        ("beauty", "es-MX", "crema hidratante para piel sensible", "skincare"),
        ("gaming", "en-US", "what games do you have for kids?", "games"),
        ("gaming", "pt-BR", "tem jogo de corrida para PC?", "games"),
        ("gaming", "es-MX", "teclado mecánico", "keyboards"),
    ],
)
def test_products_are_looked_for_in_their_category(
    words_of: Callable[[str], Vocabulary], brand: str, locale: str, message: str, category: str
) -> None:
    understood = understand(
        message, context=Context(), vocabulary=words_of(brand), locale_prior=locale
    )

    assert (understood.intent, understood.entities.category) == ("search", category)
    assert understood.entities.ordinal is None

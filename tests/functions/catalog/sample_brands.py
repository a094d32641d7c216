"""Two small brands to sell in."""

from typing import Any

from shared.models.brand import Brand
from shared.models.money import Money


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency="USD")


def text(en: str, pt: str = "", es: str = "") -> dict[str, str]:
    return {code: said for code, said in (("en", en), ("pt", pt), ("es", es)) if said}


def brand_of(brand_id: str, categories: list[dict[str, Any]], **more: Any) -> Brand:
    return Brand.model_validate(
        {
            "id": brand_id,
            "name": brand_id.title(),
            "seller": {"name": "Ada", "voice": "plain"},
            "orderPrefix": "TE",
            "greeting": text("Hi"),
            "whatsapp": {"phoneNumberId": "1", "templates": {}},
            "categories": categories,
            "policies": {
                "returns": {"days": 30, "text": text("30 days")},
                "shipping": {
                    "countries": ["US"],
                    "options": [
                        {
                            "id": "standard",
                            "name": text("Standard"),
                            "price": {"amountMinor": 500, "currency": "USD"},
                            "daysMin": 2,
                            "daysMax": 4,
                        }
                    ],
                    "text": text("We ship"),
                },
                "payment": {"text": text("By card")},
            },
            "businessHours": {"timezone": "UTC"},
            "escalation": {"refundLimit": {"amountMinor": 10000, "currency": "USD"}},
            **more,
        }
    )


FASHION = brand_of(
    "fashion",
    [
        {
            "id": "shoes",
            "name": text("Shoes", "Calçados", "Calzado"),
            "synonyms": {"en": ["footwear", "boots"], "pt": ["sapatos"], "es": ["zapatos"]},
        },
        {
            "id": "running-shoes",
            "parent": "shoes",
            "name": text("Running shoes", "Tênis de corrida", "Tenis para correr"),
        },
        {"id": "dresses", "name": text("Dresses", "Vestidos", "Vestidos")},
        {"id": "bags", "name": text("Bags", "Bolsas", "Bolsos")},
    ],
    synonyms={"tux": ("dinner jacket",), "frock": ("dress",)},
    exchangeRates={"BRL": 5.0},
)
TECH = brand_of(
    "tech",
    [
        {"id": "phones", "name": text("Phones", "Celulares", "Celulares")},
        {"id": "audio", "name": text("Audio", "Áudio", "Audio")},
    ],
)

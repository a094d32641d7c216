"""A small brand and its goods, made up for the seller's tests."""

from shared.models.brand import Brand
from shared.models.cart import LineItem
from shared.models.money import Money
from shared.models.product import Media, Option, Product, Variant
from shared.models.wire import in_language

USD = "USD"


def usd(minor: int) -> Money:
    return Money(amount_minor=minor, currency=USD)


def text(en: str, pt: str, es: str) -> dict[str, str]:
    return {"en": en, "pt": pt, "es": es}


BRAND = Brand.model_validate(
    {
        "id": "fashion",
        "name": "Test Fashion",
        "orderPrefix": "FA",
        "seller": {"name": "Luna", "voice": "stylish"},
        "exchangeRates": {"BRL": 5.0, "EUR": 0.8},
        "greeting": text("Hi, I'm Luna ✨", "Oi, eu sou a Luna ✨", "¡Hola! Soy Luna ✨"),
        "whatsapp": {"phoneNumberId": "100"},
        "categories": [
            {
                "id": "shoes",
                "name": text("Shoes", "Calçados", "Calzado"),
                "synonyms": {"en": ["shoe"], "pt": ["sapatos"], "es": ["zapatos"]},
            },
            {
                "id": "running-shoes",
                "parent": "shoes",
                "name": text("Running shoes", "Tênis de corrida", "Tenis para correr"),
                "synonyms": {
                    "en": ["running shoe", "runners"],
                    "pt": ["tênis para correr", "tênis"],
                    "es": ["zapatillas para correr", "zapatillas de correr", "tenis"],
                },
            },
            {
                "id": "bags",
                "name": text("Bags", "Bolsas", "Bolsos"),
                "synonyms": {"en": ["bag"], "pt": ["bolsa"], "es": ["bolso", "bolsa"]},
            },
        ],
        "policies": {
            "returns": {
                "days": 30,
                "text": text(
                    "30 days to return.", "30 dias para devolver.", "30 días para devolver."
                ),
            },
            "shipping": {
                "countries": ["US", "BR", "MX"],
                "options": [
                    {
                        "id": "standard",
                        "name": text("Standard delivery", "Entrega padrão", "Envío estándar"),
                        "price": {"amountMinor": 595, "currency": USD},
                        "freeFrom": {"amountMinor": 30000, "currency": USD},
                        "daysMin": 3,
                        "daysMax": 6,
                    },
                    {
                        "id": "express",
                        "name": text("Express delivery", "Entrega expressa", "Envío exprés"),
                        "price": {"amountMinor": 1495, "currency": USD},
                        "daysMin": 1,
                        "daysMax": 2,
                    },
                ],
                "text": text("3 to 6 days.", "3 a 6 dias.", "3 a 6 días."),
            },
            "payment": {"text": text("By card.", "Com cartão.", "Con tarjeta.")},
        },
        "faq": [
            {
                "slug": "returns",
                "topic": "returns",
                "question": text("Can I return it?", "Posso devolver?", "¿Puedo devolver?"),
                "answer": text("You have 30 days.", "São 30 dias.", "Tienes 30 días."),
            }
        ],
        "businessHours": {"timezone": "UTC", "week": {}},
        "escalation": {"refundLimit": {"amountMinor": 30000, "currency": USD}},
    }
)


def shoe(
    id_: str, title: str, minor: int, colours: tuple[str, ...], sizes: tuple[str, ...]
) -> Product:
    return Product(
        id=id_,
        brand="fashion",
        category="running-shoes",
        title=text(title, title, title),
        description=text("Light and fast.", "Leve e rápido.", "Ligero y rápido."),
        manufacturer="Velora",
        attributes={"waterproof": True, "weightG": 240},
        options=(Option(name="colour", values=colours), Option(name="size", values=sizes)),
        variants=tuple(
            Variant(
                sku=f"{id_.upper()}-{colour[:3].upper()}-{size}",
                options={"colour": colour, "size": size},
                price=usd(minor),
                stock=0 if (colour, size) == ("blue", "44") else 10,
            )
            for colour in colours
            for size in sizes
        ),
        media=(Media(url=f"https://shop.test/{id_}.jpg"),),
    )


GOODS = (
    shoe("glide", "Aero Glide", 12900, ("blue", "black"), ("41", "42", "43", "44")),
    shoe("sprint", "Vela Sprint", 8900, ("blue", "red"), ("40", "41", "42")),
    shoe("trail", "Terra Trail", 14500, ("blue",), ("42", "43")),
    shoe(
        "marathon", "Marathon Pro", 22900, ("blue", "white"), tuple(str(n) for n in range(34, 47))
    ),
    Product(
        id="tote",
        brand="fashion",
        category="bags",
        title=text("Canvas Tote", "Bolsa de Lona", "Bolso de Lona"),
        variants=(Variant(sku="TOTE-1", price=usd(3900), stock=2),),
    ),
    Product(
        id="clutch",
        brand="fashion",
        category="bags",
        title=text("Evening Clutch", "Clutch de Festa", "Clutch de Noche"),
        variants=(Variant(sku="CLUTCH-1", price=usd(5900), stock=0),),
    ),
)


def variant_of(sku: str) -> tuple[Product, Variant] | None:
    return next(
        ((product, each) for product in GOODS for each in product.variants if each.sku == sku), None
    )


def line_of(sku: str, quantity: int, language: str, price: Money | None = None) -> LineItem:
    found = variant_of(sku)
    assert found is not None, f"no SKU {sku}"
    product, variant = found
    unit = price or variant.price
    return LineItem(
        sku=sku,
        product_id=product.id,
        title=in_language(product.title, language),
        options=variant.options,
        quantity=quantity,
        unit_price=unit,
        line_total=unit.times(quantity),
    )

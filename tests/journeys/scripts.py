"""What shoppers say on their way from a wish to a parcel, one script per brand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """One shopper's words.

    Attributes:
        options: what is answered to the questions that choose a variant.
        words: a word that the answer to each station has.
    """

    brand: str
    language: str
    search: str
    found: str
    pick: str
    options: tuple[str, ...]
    add: str
    quantity: str
    cart: str
    code: str
    checkout: str
    address: str
    town: str
    delivery: str
    yes: str
    where: str
    words: dict[str, str]


SCRIPTS = {
    one.brand: one
    for one in (
        Script(
            brand="fashion",
            language="en",
            search="I want blue running shoes under $150",
            found="Aero Glide",
            pick="the second one",
            options=("38",),
            add="yes",
            quantity="make it 2",
            cart="show me my cart",
            code="use the code WELCOME10",
            checkout="checkout",
            address="350 Fifth Avenue, New York, NY 10118",
            town="New York",
            delivery="express please",
            yes="yes",
            where="where is my order?",
            words={"quantity": "2 ×", "code": "WELCOME10", "delivery": "Express"},
        ),
        Script(
            brand="tech",
            language="pt",
            search="quero um fone bluetooth até 200 dólares",
            found="Hush Buds",
            pick="o segundo",
            options=("preto",),
            add="sim",
            quantity="muda para 2",
            cart="ver carrinho",
            code="usa o cupom SAVE15",
            checkout="finalizar compra",
            address="Rua Augusta 1500, São Paulo, 01304-001",
            town="São Paulo",
            delivery="expressa",
            yes="sim",
            where="cadê meu pedido?",
            words={"quantity": "2 ×", "code": "SAVE15", "delivery": "expressa"},
        ),
        Script(
            brand="home",
            language="es",
            search="busco una lámpara por menos de 150 dólares",
            found="Task",
            pick="la primera",
            options=("negro",),
            add="sí",
            quantity="cámbialo a 2",
            cart="ver carrito",
            code="usa el código WELCOME10",
            checkout="finalizar compra",
            address="Av. Reforma 222, Ciudad de México, 06600",
            town="México",
            delivery="la segunda",
            yes="sí",
            where="¿dónde está mi pedido?",
            words={"quantity": "2 ×", "code": "WELCOME10", "delivery": "Envío"},
        ),
        Script(
            brand="beauty",
            language="pt",
            search="procuro um rímel até 40 dólares",
            found="Updraft",
            pick="o primeiro",
            options=("preto", "à prova d'água"),
            add="sim",
            quantity="muda para 3",
            cart="meu carrinho",
            code="tenho o cupom WELCOME10",
            checkout="quero finalizar a compra",
            address="Avenida Paulista, 1000, São Paulo, 01310-100",
            town="São Paulo",
            delivery="a primeira",
            yes="pode confirmar",
            where="onde está meu pedido?",
            words={"quantity": "3 ×", "code": "WELCOME10", "delivery": "Entrega"},
        ),
        Script(
            brand="gaming",
            language="es",
            search="quiero un control inalámbrico por menos de 100 dólares",
            found="Pulse",
            pick="el primero",
            options=("blanco",),
            add="sí, agrégalo",
            quantity="que sean 2",
            cart="muéstrame el carrito",
            code="aplica el código WELCOME10",
            checkout="quiero pagar",
            address="Calle Mayor 12, 28013 Madrid",
            town="Madrid",
            delivery="estándar",
            yes="sí, confirma",
            where="¿qué pasó con mi pedido?",
            words={"quantity": "2 ×", "code": "WELCOME10", "delivery": "Envío"},
        ),
    )
}

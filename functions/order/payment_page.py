"""The hosted page of the `test` provider: amount, order number, two buttons, no script."""

from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from shared.models.money import Money, display
from shared.models.wire import Text, in_language
from shared.stores.store import Document

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TEXTS: Final[dict[str, Text]] = {
    "title": {"en": "Payment", "pt": "Pagamento", "es": "Pago"},
    "order": {"en": "Order", "pt": "Pedido", "es": "Pedido"},
    "pay": {"en": "Pay", "pt": "Pagar", "es": "Pagar"},
    "fail": {
        "en": "Let the payment fail",
        "pt": "Fazer o pagamento falhar",
        "es": "Hacer que el pago falle",
    },
    "note": {
        "en": "Test payments: no money moves.",
        "pt": "Pagamentos de teste: nenhum valor é cobrado.",
        "es": "Pagos de prueba: no se cobra nada.",
    },
    "paid": {
        "en": "Paid. You can go back to the chat.",
        "pt": "Pago. Você pode voltar à conversa.",
        "es": "Pagado. Puedes volver al chat.",
    },
    "failed": {
        "en": "The payment failed. Ask in the chat to pay again.",
        "pt": "O pagamento falhou. Peça na conversa para pagar de novo.",
        "es": "El pago falló. Pide en el chat pagar de nuevo.",
    },
    "closed": {
        "en": "This payment is no longer open.",
        "pt": "Este pagamento não está mais aberto.",
        "es": "Este pago ya no está abierto.",
    },
    "expired": {
        "en": "The time to pay is over.",
        "pt": "O tempo para pagar acabou.",
        "es": "El tiempo para pagar terminó.",
    },
    "unknown": {
        "en": "There is no such payment.",
        "pt": "Este pagamento não existe.",
        "es": "Este pago no existe.",
    },
}


def status_of(book: Document, now: datetime) -> str:
    """Return `open`, `paid`, `failed`, `closed` or `expired`."""
    status: str = book["status"]
    return "expired" if status == "open" and book["expires_at"] <= now else status


def payment_page(book: Document, brand_name: str, now: datetime) -> str:
    """Return the page of an attempt as it stands."""
    language: str = book["language"]
    status = status_of(book, now)
    amount = display(Money.model_validate(book["amount"]), language)
    return _page().substitute(
        language=escape(language),
        brand=escape(brand_name),
        title=_text("title", language),
        amount=escape(amount),
        order_label=_text("order", language),
        number=escape(book["number"]),
        state="" if status == "open" else _state(status, language),
        form=_form(amount, language) if status == "open" else "",
        note=_text("note", language),
    )


def unknown_page(language: str = "en") -> str:
    """Return the page of an attempt that was never opened."""
    return _page().substitute(
        language=escape(language),
        brand=_text("title", language),
        title=_text("title", language),
        amount="",
        order_label="",
        number="",
        state=_state("unknown", language),
        form="",
        note="",
    )


def _state(status: str, language: str) -> str:
    return f'<p class="state {status}" role="status">{_text(status, language)}</p>'


def _form(amount: str, language: str) -> str:
    pay, fail = _text("pay", language), _text("fail", language)
    return (
        '<form method="post">'
        f'<button class="pay" name="outcome" value="succeeded">{pay} {escape(amount)}</button>'
        f'<button name="outcome" value="failed">{fail}</button>'
        "</form>"
    )


def _text(key: str, language: str) -> str:
    return escape(in_language(TEXTS[key], language))


@cache
def _page() -> Template:
    return Template((Path(__file__).parent / "pages" / "payment.html").read_text())

"""The receipt of a paid order, as a small HTML document."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from functions.order.state import OrderState
from shared.models.money import Money, display
from shared.models.wire import Text, in_language

MEDIA_TYPE: Final = "text/html; charset=utf-8"
LABELS: Final[dict[str, Text]] = {
    "title": {"en": "Receipt", "pt": "Recibo", "es": "Recibo"},
    "item": {"en": "Item", "pt": "Item", "es": "Artículo"},
    "quantity": {"en": "Quantity", "pt": "Quantidade", "es": "Cantidad"},
    "price": {"en": "Unit price", "pt": "Preço unitário", "es": "Precio unitario"},
    "sum": {"en": "Sum", "pt": "Soma", "es": "Importe"},
    "subtotal": {"en": "Subtotal", "pt": "Subtotal", "es": "Subtotal"},
    "discount": {"en": "Discount", "pt": "Desconto", "es": "Descuento"},
    "shipping": {"en": "Delivery", "pt": "Entrega", "es": "Envío"},
    "tax": {"en": "Tax", "pt": "Impostos", "es": "Impuestos"},
    "total": {"en": "Total", "pt": "Total", "es": "Total"},
    "paid": {"en": "Paid in full.", "pt": "Pago integralmente.", "es": "Pagado por completo."},
}


def receipt_key(state: OrderState) -> str:
    """Return where the receipt lies in the object store."""
    return f"receipts/{state.brand}/{state.number}.html"


def receipt(state: OrderState, brand_name: str) -> str:
    """Return the receipt of an order that is or was paid, in the shopper's language."""
    language = state.language
    labels = {f"{key}_label": _label(key, language) for key in ("item", "quantity", "price", "sum")}
    return _template().substitute(
        language=escape(language),
        brand=escape(brand_name),
        title=_label("title", language),
        number=escape(state.number),
        date=(state.confirmed_at or state.placed_at).date().isoformat(),
        address=escape(_address(state)),
        lines="\n".join(_lines(state)),
        totals="\n".join(_totals(state)),
        paid_label=_label("paid", language),
        **labels,
    )


def _address(state: OrderState) -> str:
    address = state.address
    parts = (address.name, address.line1, address.line2, address.postcode, address.city)
    return ", ".join(part for part in (*parts, address.region, address.country) if part)


def _lines(state: OrderState) -> list[str]:
    rows: list[str] = []
    for line in state.quote.lines:
        options = ", ".join(line.options.values())
        title = escape(f"{line.title} ({options})" if options else line.title)
        unit, total = _money(line.unit_price, state), _money(line.line_total, state)
        rows.append(
            f'<tr><td>{title}</td><td class="number">{line.quantity}</td>'
            f'<td class="number">{unit}</td><td class="number">{total}</td></tr>'
        )
    return rows


def _totals(state: OrderState) -> list[str]:
    totals = state.quote.totals
    rows = [("subtotal", totals.subtotal), ("discount", totals.discount)]
    rows += [("shipping", totals.shipping), ("tax", totals.tax), ("total", totals.total)]
    return [
        f'<tr class="{key}"><td colspan="3">{_label(key, state.language)}</td>'
        f'<td class="number">{_money(amount, state)}</td></tr>'
        for key, amount in rows
        if amount.amount_minor or key in {"subtotal", "total"}
    ]


def _money(amount: Money, state: OrderState) -> str:
    return escape(display(amount, state.language))


def _label(key: str, language: str) -> str:
    return escape(in_language(LABELS[key], language))


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "pages" / "receipt.html").read_text())

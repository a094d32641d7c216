"""Which variant of a product is meant: from values said to one SKU, or the next question."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import combining, normalize

from shared.models.product import Product, Variant
from shared.nlu.entities import Entities

COLOUR_NAMES = ("colour", "color")


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is known about the variant wanted.

    Attributes:
        options: values settled: said by the shopper, or the only ones left.
        variant: the one variant left, if the options settle it.
        open: the next option to ask for and its values in stock, in display order.
        missing: values wanted that are not in stock together with the others.
    """

    options: dict[str, str] = field(default_factory=dict[str, str])
    variant: Variant | None = None
    open: tuple[str, tuple[str, ...]] | None = None
    missing: tuple[str, ...] = ()


def settle(product: Product, wanted: dict[str, str]) -> Settlement:
    """Return what the wanted values settle; only variants in stock count."""
    left = [variant for variant in product.variants if variant.stock > 0]
    chosen: dict[str, str] = {}
    missing: list[str] = []
    for name, value in wanted.items():
        fitting = [variant for variant in left if _same(variant.options.get(name, ""), value)]
        if fitting:
            left = fitting
            chosen[name] = fitting[0].options[name]
        elif name in _names(product):
            missing.append(value)
    open_option: tuple[str, tuple[str, ...]] | None = None
    for name in _names(product):
        values = in_stock_values(product, left, name)
        if len(values) == 1:
            chosen[name] = values[0]
        elif values and open_option is None:
            open_option = (name, values)
    variant = left[0] if left and open_option is None else None
    return Settlement(chosen, variant, open_option, tuple(missing))


def in_stock_values(product: Product, among: Iterable[Variant], name: str) -> tuple[str, ...]:
    """Return the values of an option that `among` has, in the product's display order."""
    there = {variant.options[name] for variant in among if name in variant.options}
    ordered = [
        value for option in product.options if option.name == name for value in option.values
    ]
    return tuple(value for value in ordered if value in there) or tuple(sorted(there))


def stocked_options(product: Product) -> dict[str, tuple[str, ...]]:
    """Return every option with its values in stock."""
    stocked = [variant for variant in product.variants if variant.stock > 0]
    return {name: in_stock_values(product, stocked, name) for name in _names(product)}


def options_said(product: Product, said: Entities) -> dict[str, str]:
    """Return what a message says about the product's options, whatever they are called."""
    values = (*said.colours, *said.sizes, *said.attributes.values(), *said.option_values.values())
    found = {name: value for name, value in said.option_values.items() if name in _names(product)}
    for name in _names(product):
        if name not in found:
            among = {variant.options.get(name, "") for variant in product.variants}
            match = next(
                (value for value in values if any(_same(own, value) for own in among)), None
            )
            if match is not None:
                found[name] = match
            elif name in COLOUR_NAMES and said.colours:
                found[name] = said.colours[0]
    return found


def values_not_offered(product: Product, said: Entities) -> tuple[str, ...]:
    """Return colours, sizes and the like said that no variant has, in stock or not."""
    own = {value for variant in product.variants for value in variant.options.values()}
    measures = {name: value.upper() for name, value in said.attributes.items()}
    printed = {fold(value).replace(" ", "") for value in own}
    unprinted = (
        value
        for name, value in measures.items()
        if name in _names(product) and fold(value) not in printed
    )
    wanted = (*said.colours, *said.sizes, *unprinted)
    return tuple(value for value in wanted if not any(_same(each, value) for each in own))


def value_in_text(values: tuple[str, ...], text: str) -> str | None:
    """Return the value that a short answer names: the value, part of it, or its place."""
    folded = fold(text)
    exact = next((value for value in values if fold(value) == folded), None)
    if exact or not folded:
        return exact
    words = folded.split()
    within = [value for value in values if fold(value) in words or _all_in(fold(value), words)]
    if len(within) == 1:
        return within[0]
    if folded.isdecimal() and 1 <= int(folded[:3]) <= len(values):
        return values[int(folded[:3]) - 1]
    return None


def neighbour(values: tuple[str, ...], now: str, step: int) -> str | None:
    """Return the next larger (1) or smaller (-1) value."""
    if now not in values:
        return None
    at = values.index(now) + step
    return values[at] if 0 <= at < len(values) else None


def fold(text: str) -> str:
    """Return the text without case and accents."""
    plain = normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not combining(char)).split())


def _names(product: Product) -> tuple[str, ...]:
    named = [option.name for option in product.options]
    also = [name for variant in product.variants for name in variant.options]
    return tuple(dict.fromkeys([*named, *also]))


def _same(own: str, wanted: str) -> bool:
    return bool(own) and (fold(own) == fold(wanted) or fold(wanted) in fold(own).split())


def _all_in(value: str, words: list[str]) -> bool:
    return bool(value) and all(word in words for word in value.split())

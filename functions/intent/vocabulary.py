"""The words a brand's shoppers use, from its file and its products."""

from collections.abc import Iterable

from shared.models.brand import Brand
from shared.models.product import Product
from shared.nlu.vocabulary import CategoryWords, Vocabulary


def vocabulary_of(brand: Brand, products: Iterable[Product]) -> Vocabulary:
    """Return a brand's vocabulary; without products it still knows the categories."""
    sold = list(products)
    return Vocabulary(
        categories=tuple(
            CategoryWords(
                id=category.id,
                words={
                    language: (
                        category.name.get(language, ""),
                        *category.synonyms.get(language, ()),
                    )
                    for language in {*category.name, *category.synonyms}
                },
            )
            for category in brand.categories
        ),
        sizes=tuple(sorted(_values(sold, "size"))),
        manufacturers=tuple(sorted({one.manufacturer for one in sold if one.manufacturer})),
        titles=tuple(sorted({title for one in sold for title in one.title.values()})),
    )


def _values(products: list[Product], option: str) -> set[str]:
    return {
        value
        for product in products
        for one in product.options
        if one.name == option
        for value in one.values
    }

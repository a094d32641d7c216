"""The shop's own words: categories, colours, sizes, manufacturers and product titles."""

from collections.abc import Mapping
from functools import cached_property

from shared.nlu.frozen import Frozen
from shared.nlu.lexicon import ANY_LANGUAGE, load_lexicon
from shared.nlu.phrases import Mark, PhraseBook
from shared.nlu.words import fold, keys_of

_SHORTEST_TITLE_WORD = 3


class CategoryWords(Frozen):
    """One category: its id, and per language its name, then its synonyms."""

    id: str
    words: Mapping[str, tuple[str, ...]] = {}


class Vocabulary(Frozen):
    """What a brand sells, as words; build it once per brand and keep it.

    Attributes:
        colours: colour names beyond the built-in ones, per language: `{"pt": {"nude": "beige"}}`.
        sizes: every size any variant has, as printed.
        titles: product titles; their words count as shop words.
        traits: what products have besides, as printed; no message is understood by them.
    """

    categories: tuple[CategoryWords, ...] = ()
    colours: Mapping[str, Mapping[str, str]] = {}
    sizes: tuple[str, ...] = ()
    manufacturers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()

    @cached_property
    def book(self) -> PhraseBook:
        """The phrases of this vocabulary."""
        book = PhraseBook()
        for category in self.categories:
            _add_category(book, category)
        for language, shades in self.colours.items():
            for name, colour in shades.items():
                book.add(name, Mark("colour", colour, language))
        for name in self.manufacturers:
            book.add(name, Mark("brand", name))
        for word in self._title_words():
            book.add(word, Mark("product_word", word))
        return book

    @cached_property
    def sizes_by_key(self) -> Mapping[str, str]:
        """Folded size to size as printed."""
        return {fold(size).replace(" ", ""): size for size in self.sizes}

    def _title_words(self) -> list[str]:
        grammar = load_lexicon().function_words[ANY_LANGUAGE]
        words = {
            word
            for title in self.titles
            for word in keys_of(title)
            if len(word) >= _SHORTEST_TITLE_WORD and word.isalpha() and word not in grammar
        }
        return sorted(words)


def _add_category(book: PhraseBook, category: CategoryWords) -> None:
    called = category.id.replace("-", " ").replace("_", " ")
    book.add(called, Mark("category", category.id))
    book.add(called, Mark("category_name", category.id))
    for language, words in category.words.items():
        for word in words:
            book.add(word, Mark("category", category.id, language))
        for name in words[:1]:
            book.add(name, Mark("category_name", category.id, language))

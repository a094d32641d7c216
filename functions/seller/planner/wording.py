"""What the seller says: picked by turn, in the shopper's language and the brand's voice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from functions.seller.phrasebook import Phrases
from shared.models.money import Money, display


@dataclass(frozen=True, slots=True)
class Voice:
    """How the seller talks in one turn.

    Attributes:
        seed: the turn's id; the same turn always uses the same wording.
        own: the brand's wordings, key -> language -> wordings; they go before the shared ones.
    """

    language: str
    seed: str
    shared: Phrases
    own: Mapping[str, Mapping[str, tuple[str, ...]]]

    def say(self, key: str, **values: object) -> str:
        """Return the wording of `key` with its placeholders filled.

        A brand's wording with a placeholder that nothing fills is passed over, so that a slip in
        a brand file never costs a shopper the answer.
        """
        for wording in self._wordings(key):
            try:
                return wording.format_map(values)
            except (KeyError, IndexError, ValueError, AttributeError, TypeError):
                continue
        return ""

    def knows(self, key: str) -> bool:
        """Tell whether there is a wording of `key`."""
        return any(True for _ in self._wordings(key))

    def word(self, kind: str, value: str) -> str:
        """Return the shopper's word for a value of the catalog (`colour`, `blue`), else itself."""
        key = f"{kind}_{value.casefold().replace(' ', '_')}"
        return self.say(key) if self.knows(key) else value

    def money(self, amount: Money) -> str:
        """Return the amount as the shopper reads it."""
        return display(amount, self.language)

    def listed(self, parts: tuple[str, ...]) -> str:
        """Return `a, b and c`."""
        if len(parts) < 2:  # noqa: PLR2004 (one part needs no joining)
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.say('and')} {parts[-1]}"

    def _wordings(self, key: str) -> Iterator[str]:
        for wordings in (
            self.own.get(key, {}).get(self.language, ()),
            self.shared.get(self.language, {}).get(key, ()),
            self.shared.get("en", {}).get(key, ()),
        ):
            if wordings:
                yield wordings[crc32(f"{self.seed} {key}".encode()) % len(wordings)]

"""What a check finds wrong with an answer."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "amount",
    "order",
    "stock",
    "availability",
    "discount",
    "percentage",
    "duration",
    "link",
    "brand",
    "person",
    "prompt",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an answer must not say.

    Attributes:
        kind: of statement.
        said: the words; a whole sentence where the same words may be right elsewhere.
    """

    kind: Kind
    said: str

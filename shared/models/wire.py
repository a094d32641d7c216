"""How our values look on the wire: camelCase JSON, unknown fields ignored, values frozen."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

Text = dict[str, str]
"""The same text by language code (`en`, `pt`, `es`); `en` is always there."""


class WireModel(BaseModel):
    """A frozen value, snake_case in Python and camelCase outside.

    Unknown fields are ignored: within a major version, writers may add fields first.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        extra="ignore",
        allow_inf_nan=False,  # JSON has no word for them
        defer_build=True,  # a function uses few of the models it imports
    )

    def wire(self) -> dict[str, object]:
        """Return the JSON-ready form, without fields that are null."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


def in_language(text: Text, language: str) -> str:
    """Return `text` in `language`, else in English, else in whatever is there."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")

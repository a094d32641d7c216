"""The form that a model fills in for what was stated in passing."""

from pydantic import BaseModel

from shared.models.memory import TraitKind


class Remark(BaseModel):
    """One thing that a shopper likes or is, or does not want."""

    kind: TraitKind
    value: str
    wanted: bool
    words: str
    """The shopper's words it stands in."""
    for_other: bool


class Heard(BaseModel):
    """What a model heard in a conversation."""

    remarks: tuple[Remark, ...] = ()

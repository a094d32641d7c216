"""Words of an answer that is not finished."""

from shared.models.wire import WireModel


class Words(WireModel):
    """What may be shown of an answer so far.

    The text is whole, not what came last: whoever missed the ones before has missed nothing.
    """

    turn_id: str
    epoch: int
    """Of the lease they were spoken under: those of an older one are not shown any more."""
    text: str = ""
    taken_back: bool = False
    """What was shown does not hold: another model starts the answer anew."""

"""A conversation as it is thought about."""

from dataclasses import dataclass

from shared.conversation.dialogue import Dialogue
from shared.events.sales import TranscriptLine


@dataclass(frozen=True, slots=True)
class Talk:
    """What of a conversation's record a model, and the reading of its answer, need.

    Attributes:
        key: of the record.
        reason: why it was handed over, None where a person took it.
        sequence: place of its last message.
    """

    key: str
    channel: str
    language: str
    profile_name: str
    reason: str | None
    sequence: int
    dialogue: Dialogue
    transcript: tuple[TranscriptLine, ...]

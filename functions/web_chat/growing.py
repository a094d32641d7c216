"""Which words before a message one open stream still shows. Pure."""

import json
from dataclasses import dataclass, field

from functions.web_chat.streams import Entry
from shared.chat_streams import DELTA
from shared.chat_words import Words


@dataclass
class Growing:
    """What was shown on this stream.

    What comes by the pod's reader may be older than what was read on connecting: words of a turn
    whose message was shown, or of a lease that another has taken over, are not shown any more.
    """

    _over: set[str] = field(default_factory=set[str])
    _epochs: dict[str, int] = field(default_factory=dict[str, int])

    def shows(self, entry: Entry) -> bool:
        """Take an entry that is about to be shown; tell whether it still is of use."""
        if entry.name != DELTA:
            self._end(entry)
            return True
        words = Words.model_validate_json(entry.data)
        if words.turn_id in self._over or words.epoch < self._epochs.get(words.turn_id, 0):
            return False
        self._epochs[words.turn_id] = words.epoch
        return True

    def _end(self, entry: Entry) -> None:
        turn_id = json.loads(entry.data).get("turnId") if entry.name == "message.created" else None
        if turn_id is not None:
            self._over.add(turn_id)


def entry_of(words: Words) -> Entry:
    """Return words as a stream shows them."""
    return Entry("", DELTA, json.dumps(words.wire()))

"""Secrets of a laptop: from the environment, else made once and kept in `DATA_DIR/secrets.json`."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

_GENERATED = frozenset(
    {
        "EVENT_SIGNING_KEY",
        "WHATSAPP_APP_SECRET",
        "WHATSAPP_VERIFY_TOKEN",
        "WHATSAPP_ACCESS_TOKEN",
        "PAYMENT_TEST_SECRET",
        "CARRIER_WEBHOOK_SECRET",
        "COOKIE_KEY",
        "LOG_HASH_KEY",
    }
)


class SecretValues:
    """Looks a secret up by its key."""

    def __init__(self, given: Mapping[str, str], kept: Mapping[str, str]) -> None:
        self._given = given
        self._kept = kept

    @staticmethod
    def open(file: Path, given: Mapping[str, str]) -> "SecretValues":
        """The secrets of this data directory, missing ones made up."""
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        missing = [key for key in sorted(_GENERATED) if key not in kept]
        if missing:
            kept |= {key: secrets.token_urlsafe(32) for key in missing}
            _write_private(file, json.dumps(kept, indent=1))
        return SecretValues(given, kept)

    def find(self, key: str, in_chart: str = "") -> str | None:
        """The value of `key`: the environment wins, then the chart, then what was made up."""
        return self._given.get(key) or in_chart or self._kept.get(key)

    def all_of(self, keys: Iterable[str]) -> dict[str, str]:
        """Those of `keys` that have a value."""
        return {key: value for key in keys if (value := self.find(key)) is not None}


def _write_private(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
    draft.rename(file)

"""Where the samples of others lie: read when present, never copied into the project."""

import json
import os
from pathlib import Path

import pytest

from functions.whatsapp_webhook.body import Json

ROOT = Path(__file__).resolve().parents[1]


def shared_data(name: str) -> Path:
    """Return the path of a shared sample file, or skip the test that needs it."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = folder / name
    if not path.exists():
        pytest.skip(f"no {name} in {folder} (set SHARED_DATA)")
    return path


def samples(name: str) -> dict[str, Json]:
    """Return the named samples of one shared JSON file."""
    return json.loads(shared_data(name).read_text())

"""Where the running shop is, for the tools that talk to it."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Running:
    """The addresses and secrets of the shop that `make run` started."""

    gateway: str
    admin: str
    meta: str
    data: Path
    secrets: Mapping[str, str]

    def secret(self, name: str) -> str:
        """Return a secret of this run; the environment wins."""
        return os.environ.get(name) or self.secrets.get(name, "")


def find_running() -> Running:
    """Return the running shop, or end with one clear line."""
    data = Path(os.environ.get("DATA_DIR", ".data"))
    try:
        addresses = json.loads((data / "admin.json").read_text())
        secrets = json.loads((data / "secrets.json").read_text())
    except FileNotFoundError:
        sys.exit("The shop is not running here: start it with `make run` (and the same DATA_DIR).")
    meta: str = addresses["meta"]
    return Running(
        gateway=addresses["gateway"],
        admin=addresses["admin"],
        meta=meta.rpartition("/")[0],
        data=data,
        secrets=secrets,
    )

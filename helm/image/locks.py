"""Read requirements as `uv pip compile --generate-hashes` locks them."""

import re
from collections.abc import Iterator

_LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)((?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked_hashes(*locks: str) -> dict[tuple[str, str], list[str]]:
    """Return the SHA-256 of every file that locks allow, by normalised name and version."""
    return {
        (normal(found[1]), found[2]): _HASH.findall(found[3])
        for lock in locks
        for found in _entries(lock)
    }


def beyond(lock: str, base: str) -> str:
    """Return the entries of a lock that its base does not have.

    Raises:
        ValueError: both have a distribution in different versions.
    """
    below = {normal(found[1]): found[2] for found in _entries(base)}
    more: list[str] = []
    for found in _entries(lock):
        version = below.get(normal(found[1]))
        if version is None:
            more.append(found[0])
        elif version != found[2]:
            raise ValueError(f"{found[1]} is locked as {found[2]} and as {version}")
    return "\n".join(more) + "\n"


def normal(name: str) -> str:
    """Return a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(lock: str) -> Iterator[re.Match[str]]:
    return _LOCKED.finditer(lock)

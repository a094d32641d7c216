"""How large an image is, from its archive."""

import gzip
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20


@dataclass(frozen=True)
class ImageSize:
    """Bytes as a registry keeps them, and as a node unpacks them."""

    compressed: int
    unpacked: int


def size_of(archive: Path) -> ImageSize:
    """Return the size of the one image in an OCI archive."""
    with tarfile.open(archive) as tar:
        index = _json(tar, "index.json")
        manifest = _json(tar, _blob(index["manifests"][0]["digest"]))
        unpacked = 0
        for layer in manifest["layers"]:
            content = tar.extractfile(_blob(layer["digest"]))
            assert content is not None
            with gzip.open(content) as plain:
                while block := plain.read(_BLOCK):
                    unpacked += len(block)
    return ImageSize(sum(int(one["size"]) for one in manifest["layers"]), unpacked)


def _blob(digest: str) -> str:
    return "blobs/" + digest.replace(":", "/")


def _json(tar: tarfile.TarFile, name: str) -> dict[str, list[dict[str, Any]]]:
    content = tar.extractfile(name)
    assert content is not None, name
    return json.load(content)

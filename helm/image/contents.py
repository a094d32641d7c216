"""Tell what lies in an image: Debian's packages and Python's distributions, by their own records.

Reads an OCI image layout in a tar, as `make image`, `docker save` (25 or newer) and
`buildah push … oci-archive:…` write it. No daemon, no registry.
"""

import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Any

_DEBIAN = re.compile(r"var/lib/dpkg/(status|status\.d/[^/]+(?<!\.md5sums))")
_PYTHON = re.compile(r".+\.dist-info/METADATA")
_RELEASE = "usr/lib/os-release"
_HIDDEN, _OPAQUE = ".wh.", ".wh..wh..opq"
_NAMES = ("io.containerd.image.name", "org.opencontainers.image.ref.name")


@dataclass(frozen=True, order=True)
class Package:
    """One thing that was installed.

    Attributes:
        folder: where its record lies, below the root.
    """

    name: str
    version: str
    folder: str
    architecture: str = ""
    license: str = ""


@dataclass(frozen=True)
class Contents:
    """An image and what was installed in it.

    Attributes:
        digest: of its manifest, in hex.
        created: when, as the image says (RFC 3339).
        release: Debian's major version, empty where the image does not tell.
    """

    digest: str
    name: str
    created: str
    release: str = ""
    debian: list[Package] = field(default_factory=list[Package])
    python: list[Package] = field(default_factory=list[Package])


def contents_of(archive: Path) -> Contents:
    """Read an image.

    Raises:
        LookupError: there is no image in it.
    """
    with tarfile.open(archive) as tar:
        described = _image(tar, json.loads(_read(tar, "index.json")))
        manifest = json.loads(_blob(tar, described["digest"]))
        config = json.loads(_blob(tar, manifest["config"]["digest"]))
        records: dict[str, str] = {}
        for layer in manifest["layers"]:
            _lay(records, _blob(tar, layer["digest"]))
    annotations = described.get("annotations", {})
    named = next((annotations[key] for key in _NAMES if key in annotations), "")
    return Contents(
        digest=described["digest"].removeprefix("sha256:"),
        name=named,
        created=config.get("created", "1970-01-01T00:00:00Z"),
        release=_release(records.get(_RELEASE, "")),
        debian=sorted(set(_debian(records))),
        python=sorted(set(_python(records))),
    )


def _image(tar: tarfile.TarFile, index: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor of the first image: indexes may hold indexes, and attestations."""
    for one in index["manifests"]:
        if "vnd.docker.reference.type" in one.get("annotations", {}):
            continue
        found = json.loads(_blob(tar, one["digest"]))
        if "layers" in found:
            return one
        inner = _image(tar, found)
        return inner | {"annotations": one.get("annotations", {}) | inner.get("annotations", {})}
    raise LookupError("the archive holds no image")


def _lay(records: dict[str, str], layer: bytes) -> None:
    """Put the records of a layer over those below it."""
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        for entry in tar:
            path = PurePosixPath(entry.name)
            if path.name.startswith(_HIDDEN):
                gone = path.parent if path.name == _OPAQUE else path.with_name(path.name[4:])
                for known in [one for one in records if PurePosixPath(one).is_relative_to(gone)]:
                    del records[known]
            elif entry.isfile() and _is_record(str(path)):
                content = tar.extractfile(entry)
                assert content is not None
                records[str(path)] = content.read().decode()


def _is_record(path: str) -> bool:
    return path == _RELEASE or bool(_DEBIAN.fullmatch(path) or _PYTHON.fullmatch(path))


def _debian(records: dict[str, str]) -> Iterator[Package]:
    for path, text in records.items():
        if _DEBIAN.fullmatch(path):
            for paragraph in filter(str.strip, re.split(r"\n\s*\n", text)):
                said = HeaderParser().parsestr(paragraph)
                if said.get("Status", "install ok installed").endswith(" installed"):
                    yield _package(said, "Package", path, said.get("Architecture", ""))


def _python(records: dict[str, str]) -> Iterator[Package]:
    for path, text in records.items():
        if _PYTHON.fullmatch(path):
            yield _package(
                HeaderParser().parsestr(text), "Name", str(PurePosixPath(path).parents[1])
            )


def _package(said: Message, key: str, folder: str, architecture: str = "") -> Package:
    licence = said.get("License-Expression", "")
    return Package(said[key], said["Version"], folder, architecture, licence)


def _release(text: str) -> str:
    found = re.search(r'^VERSION_ID="?(\d+)', text, re.MULTILINE)
    return found[1] if found else ""


def _blob(tar: tarfile.TarFile, digest: str) -> bytes:
    return _read(tar, f"blobs/{digest.replace(':', '/')}")


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    content = tar.extractfile(name)
    if content is None:
        raise LookupError(f"the archive holds no {name}")
    return content.read()

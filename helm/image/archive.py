"""Write the image as an OCI archive: for containerd (`ctr images import`), without a registry.

    helm/image/rootfs root.tar
    python -m helm.image.archive --rootfs root.tar --name registry.example/functions:0.1.0 out.tar

With `--thinking`, the image of functions that think as well: the same layers and one more. The same
files give the same bytes: entries are sorted, times and owners are constant.
"""

import argparse
import gzip
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helm.image.application import (
    HOME,
    LIBRARIES,
    ROOT,
    STANDARD_LIBRARY,
    add_bytecode,
    add_code,
    add_libraries,
    add_thinking,
)

_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_INDEX = "application/vnd.oci.image.index.v1+json"
_EPOCH = "1970-01-01T00:00:00Z"
USER = "65532:65532"
ENVIRONMENT = (
    "PATH=/usr/local/bin:/usr/bin:/bin",
    f"PYTHONPATH={HOME}:{HOME}/lib",
    "PYTHONDONTWRITEBYTECODE=1",
    "PYTHONUNBUFFERED=1",
    "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
)
LAYERS = ("bytecode", "libraries", "code")
"""What is put on top of Python."""
COMMAND = ("python3", "-m", "shared.function.serve")


@dataclass
class Archive:
    """An OCI image layout in the making.

    Attributes:
        blobs: what it holds, by SHA-256 digest in hex.
    """

    blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _layers: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _diff_ids: list[str] = field(default_factory=list[str])

    def add_layer(self, tar: bytes) -> int:
        """Put one layer on top; return its size in bytes, compressed."""
        self._diff_ids.append(f"sha256:{hashlib.sha256(tar).hexdigest()}")
        self._layers.append(_put(self.blobs, gzip.compress(tar, 6, mtime=0), _LAYER))
        return int(self._layers[-1]["size"])

    def write(self, name: str, out: Path) -> None:
        """Write it as it is now, so that containerd imports it under `name`."""
        blobs = dict(self.blobs)
        config: dict[str, Any] = {
            "architecture": "amd64",
            "os": "linux",
            "created": _EPOCH,
            "config": {
                "User": USER,
                "Env": list(ENVIRONMENT),
                "Entrypoint": list(COMMAND),
                "WorkingDir": HOME,
                "ExposedPorts": {"8080/tcp": {}},
            },
            "rootfs": {"type": "layers", "diff_ids": self._diff_ids},
        }
        manifest = {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": _put(blobs, _json(config), _CONFIG),
            "layers": self._layers,
        }
        found = _put(blobs, _json(manifest), _MANIFEST)
        tag = name.rpartition(":")[2]
        named = {"io.containerd.image.name": name, "org.opencontainers.image.ref.name": tag}
        index = {
            "schemaVersion": 2,
            "mediaType": _INDEX,
            "manifests": [found | {"annotations": named}],
        }
        with tarfile.open(out, "w") as tar:
            _add(tar, "oci-layout", _json({"imageLayoutVersion": "1.0.0"}))
            _add(tar, "index.json", _json(index))
            for digest in sorted(blobs):
                _add(tar, f"blobs/sha256/{digest}", blobs[digest])


def layer_of(folder: Path, home: str = HOME) -> bytes:
    """Return a folder as the tar of a layer below `home`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            entry = tar.gettarinfo(path, f"{home.lstrip('/')}/{path.relative_to(folder)}")
            entry.uid = entry.gid = entry.mtime = 0
            entry.uname = entry.gname = ""
            if entry.isfile():
                with path.open("rb") as content:
                    tar.addfile(entry, content)
            else:
                tar.addfile(entry)
    return buffer.getvalue()


def _put(blobs: dict[str, bytes], blob: bytes, media_type: str) -> dict[str, Any]:
    digest = hashlib.sha256(blob).hexdigest()
    blobs[digest] = blob
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(blob)}


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def build(given: argparse.Namespace, work: Path) -> Archive:
    """Return the whole image, made below `work`; say how large each layer is."""
    python, bytecode, libraries, code = (work / name for name in ("python", *LAYERS))
    with tarfile.open(given.rootfs) as tar:
        lies_below = f".{STANDARD_LIBRARY}/"
        own = [one for one in tar if one.isfile() and one.name.startswith(lies_below)]
        tar.extractall(python, own, filter="data")
    add_bytecode(python / STANDARD_LIBRARY.lstrip("/"), bytecode)
    add_libraries(ROOT, libraries, given.locked)
    add_code(ROOT, code)
    for folder in given.also:
        shutil.copytree(folder, code / folder, ignore=shutil.ignore_patterns("__pycache__"))
    archive = Archive()
    layers = {
        "base": given.rootfs.read_bytes(),
        "bytecode": layer_of(bytecode, STANDARD_LIBRARY),
        "libraries": layer_of(libraries),
        "code": layer_of(code),
    }
    for name, layer in layers.items():
        _stack(archive, name, layer)
    return archive


def _stack(archive: Archive, name: str, layer: bytes) -> None:
    size = archive.add_layer(layer)
    print(f"{name:10} {len(layer) / 1e6:7.1f} MB, {size / 1e6:6.1f} MB compressed")


def main() -> None:
    """Build the image of all functions, and the one of those that think."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rootfs", type=Path, required=True, help="tar with Python 3.11")
    parser.add_argument("--name", required=True, help="image name with its tag")
    parser.add_argument("--locked", type=Path, default=LIBRARIES)
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="folders below /app")
    parser.add_argument("--thinking", nargs=2, metavar=("NAME", "OUT"), help="the second image")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        archive = build(given, Path(work))
        archive.write(given.name, given.out)
        if given.thinking:
            name, out = given.thinking
            more = Path(work) / "thinking"
            add_thinking(ROOT, more, given.locked)
            _stack(archive, "thinking", layer_of(more))
            archive.write(name, Path(out))


if __name__ == "__main__":
    main()

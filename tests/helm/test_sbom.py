import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from helm.image.archive import Archive
from helm.image.contents import Contents, Package, contents_of
from helm.image.locks import locked_hashes
from helm.image.sbom import bill

ROOT = Path(__file__).parents[2]
RELEASE = {"./usr/lib/os-release": 'PRETTY_NAME="Debian"\nVERSION_ID="12"\n'}
LIBSSL = (
    "Package: libssl3\nVersion: 3.0.22-1~deb12u2\nArchitecture: amd64\nDescription: TLS\n more\n"
)
HTTPX = (
    "Metadata-Version: 2.4\nName: HTTPX\nVersion: 0.28.1\nLicense-Expression: BSD-3-Clause\n\nText"
)
LOCK = f"""httpx==0.28.1 \
    --hash=sha256:{"a" * 64} \
    --hash=sha256:{"b" * 64}
    # via x
"""


def layer(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def image(path: Path, *layers: dict[str, str]) -> Path:
    made, out = Archive(), path / "image.tar"
    for files in layers:
        made.add_layer(layer(files))
    made.write("registry.example/shop/functions:1.2", out)
    return out


BASE = RELEASE | {"./var/lib/dpkg/status.d/libssl3": LIBSSL}
OURS = {"app/lib/httpx-0.28.1.dist-info/METADATA": HTTPX}


def test_what_was_installed_is_read_from_the_layers(tmp_path: Path) -> None:
    found = contents_of(image(tmp_path, BASE, OURS))

    assert found.release == "12"
    assert found.name == "registry.example/shop/functions:1.2"
    assert found.debian == [
        Package("libssl3", "3.0.22-1~deb12u2", "var/lib/dpkg/status.d/libssl3", "amd64")
    ]
    assert found.python == [Package("HTTPX", "0.28.1", "app/lib", license="BSD-3-Clause")]


def test_a_whole_dpkg_status_is_read_but_for_what_was_removed_again(tmp_path: Path) -> None:
    removed = "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n"
    kept = "Package: kept\nStatus: install ok installed\nVersion: 2\n"

    found = contents_of(image(tmp_path, {"var/lib/dpkg/status": f"{removed}\n{kept}\n"}))

    assert [(one.name, one.version) for one in found.debian] == [("kept", "2")]


@pytest.mark.parametrize(
    "whiteout", ["app/.wh.lib", "app/lib/.wh.httpx-0.28.1.dist-info", "app/lib/.wh..wh..opq"]
)
def test_what_an_upper_layer_hides_is_not_in_the_image(tmp_path: Path, whiteout: str) -> None:
    found = contents_of(image(tmp_path, OURS, {whiteout: ""}))

    assert found.python == []


def test_an_image_is_found_below_an_index_and_beside_an_attestation(tmp_path: Path) -> None:
    plain = image(tmp_path, BASE)
    with tarfile.open(plain) as tar:
        blobs = {one.name: tar.extractfile(one).read() for one in tar.getmembers()}  # type: ignore[union-attr]
    (one,) = json.loads(blobs["index.json"])["manifests"]
    attested = one | {"annotations": {"vnd.docker.reference.type": "attestation-manifest"}}
    inner = json.dumps({"manifests": [attested, one | {"annotations": {}}]}).encode()
    digest = hashlib.sha256(inner).hexdigest()
    outer = {"digest": f"sha256:{digest}", "annotations": one["annotations"]}
    blobs |= {
        f"blobs/sha256/{digest}": inner,
        "index.json": json.dumps({"manifests": [outer]}).encode(),
    }
    nested = tmp_path / "nested.tar"
    with tarfile.open(nested, "w") as tar:
        for name, content in blobs.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))

    assert contents_of(nested) == contents_of(plain)


def made(path: Path) -> dict[str, Any]:
    return json.loads(bill(contents_of(image(path, BASE, OURS)), locked_hashes(LOCK)))


def test_the_bill_names_the_image_by_its_digest_and_all_that_is_in_it(tmp_path: Path) -> None:
    found = made(tmp_path)

    digest = contents_of(tmp_path / "image.tar").digest
    assert found["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    assert [one["purl"] for one in found["components"]] == [
        "pkg:pypi/httpx@0.28.1",
        "pkg:deb/debian/libssl3@3.0.22-1~deb12u2?arch=amd64&distro=debian-12",
    ]
    assert found["components"][0]["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    assert [
        one["hashes"][0]["content"] for one in found["components"][0]["externalReferences"]
    ] == [
        "a" * 64,
        "b" * 64,
    ]
    graph = {one["ref"]: one.get("dependsOn", []) for one in found["dependencies"]}
    assert graph["image"] == sorted(one["bom-ref"] for one in found["components"])


def test_the_bill_fits_the_published_schema(tmp_path: Path) -> None:
    validator, found = JsonStrictValidator(SchemaVersion.V1_6), made(tmp_path)

    assert validator.validate_str(json.dumps(found)) is None
    assert validator.validate_str(json.dumps(found | {"components": [{"name": "x"}]})) is not None


def test_the_same_image_gives_the_same_bill(tmp_path: Path) -> None:
    assert made(tmp_path) == made(tmp_path)


def test_a_library_of_ours_that_is_not_locked_is_refused() -> None:
    sneaked = Contents("0" * 64, "", "1970-01-01T00:00:00Z", python=[Package("x", "1", "app/lib")])

    with pytest.raises(LookupError, match=r"x 1 is in the image, but not locked"):
        bill(sneaked, locked_hashes(LOCK))


def test_every_locked_library_has_its_hashes() -> None:
    lock = (ROOT / "requirements/runtime.txt").read_text()

    found = locked_hashes(lock)

    pinned = [line.split()[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()]
    assert [f"{name}=={version}" for name, version in found] == pinned
    assert all(found.values())
    assert sum(map(len, found.values())) == lock.count("--hash=")

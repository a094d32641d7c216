import gzip
import hashlib
import io
import json
import re
import sys
import tarfile
from pathlib import Path

import pytest

from helm.image import archive
from helm.image.application import HOME, STANDARD_LIBRARY, add_bytecode, add_code
from helm.image.archive import Archive, layer_of

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "helm/image/Dockerfile").read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one/deep").mkdir(parents=True)
    (tmp_path / "one/deep/b.txt").write_text("b")
    (tmp_path / "one/a.txt").write_text("a")
    return tmp_path / "one"


def blobs(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        found = {one.name: tar.extractfile(one) for one in tar.getmembers()}
        return {name: content.read() for name, content in found.items() if content}


def test_an_archive_is_an_oci_layout_whose_digests_are_right(folder: Path, tmp_path: Path) -> None:
    made, out = Archive(), tmp_path / "image.tar"
    made.add_layer(layer_of(folder))
    made.write("dev.local/shop/functions:1.2", out)

    found = blobs(out)

    assert json.loads(found["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    for name, blob in found.items():
        if name.startswith("blobs/"):
            assert name == f"blobs/sha256/{hashlib.sha256(blob).hexdigest()}"
    (described,) = json.loads(found["index.json"])["manifests"]
    assert described["annotations"] == {
        "io.containerd.image.name": "dev.local/shop/functions:1.2",
        "org.opencontainers.image.ref.name": "1.2",
    }
    manifest = json.loads(found["blobs/sha256/" + described["digest"][7:]])
    config = json.loads(found["blobs/sha256/" + manifest["config"]["digest"][7:]])
    (layer,) = manifest["layers"]
    unpacked = gzip.decompress(found["blobs/sha256/" + layer["digest"][7:]])
    assert config["rootfs"]["diff_ids"] == [f"sha256:{hashlib.sha256(unpacked).hexdigest()}"]
    assert config["config"]["User"] == "65532:65532"


def test_a_layer_lies_below_the_home_and_belongs_to_root(folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(layer_of(folder))) as tar:
        entries = tar.getmembers()

    assert [one.name for one in entries] == ["app/a.txt", "app/deep", "app/deep/b.txt"]
    assert {(one.uid, one.gid, one.mtime, one.uname) for one in entries} == {(0, 0, 0, "")}


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    before = layer_of(folder)

    for path in folder.rglob("*.txt"):
        path.write_text(path.read_text())
        path.touch()

    assert layer_of(folder) == before


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the image has Python 3.11")
def test_the_code_is_compiled_without_its_tests(tmp_path: Path) -> None:
    add_code(ROOT, tmp_path)

    sources = [*(tmp_path / "functions").rglob("*.py"), *(tmp_path / "shared").rglob("*.py")]
    compiled = {path.parent.parent / f"{path.name.split('.')[0]}.py"
                for path in tmp_path.rglob("__pycache__/*.cpython-311.pyc")}  # fmt: skip
    assert compiled == set(sources)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["functions", "helm", "shared"]
    first = next(tmp_path.rglob("*.pyc")).read_bytes()
    assert first[4:8] == b"\x01\x00\x00\x00", "bytecode must not be compared with its source"


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the image has Python 3.11")
def test_what_the_code_reads_is_there(tmp_path: Path) -> None:
    add_code(ROOT, tmp_path)

    for name in ("functions", "shared"):
        read = {path for path in files_of(ROOT / name) if path.suffix != ".py"}
        assert read - {Path("README.md")} == {
            path for path in files_of(tmp_path / name) if path.suffix != ".py"
        }


def files_of(folder: Path) -> set[Path]:
    """Return the files below a folder, without bytecode, relative to it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder) for path in found if "__pycache__" not in path.parts}


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the image has Python 3.11")
def test_the_standard_library_is_compiled_and_nothing_else_is_added(tmp_path: Path) -> None:
    python = tmp_path / "python"
    (python / "json").mkdir(parents=True)
    (python / "os.py").write_text("import json\n")
    (python / "json/__init__.py").write_text("")
    (python / "LICENSE.txt").write_text("")

    add_bytecode(python, tmp_path / "layer")

    made = [path for path in sorted((tmp_path / "layer").rglob("*")) if path.is_file()]
    assert [str(path.relative_to(tmp_path / "layer")) for path in made] == [
        "__pycache__/os.cpython-311.pyc",
        "json/__pycache__/__init__.cpython-311.pyc",
    ]
    assert b"/usr/lib/python3.11/os.py" in made[0].read_bytes()


def said(instruction: str) -> str:
    found = re.search(rf"^{instruction} (.*)$", DOCKERFILE, re.MULTILINE)
    assert found, instruction
    return found[1]


def test_both_ways_to_an_image_run_it_alike() -> None:
    assert set(re.findall(r"^ENV (PYTHONPATH.*)$", DOCKERFILE, re.MULTILINE)[0].split()) <= set(
        archive.ENVIRONMENT
    )
    assert json.loads(said("ENTRYPOINT")) == [*archive.COMMAND]
    assert said("USER") == archive.USER
    assert f"COPY --from=build /layers/bytecode/ {STANDARD_LIBRARY}/" in DOCKERFILE
    assert re.findall(r"^WORKDIR (.*)$", DOCKERFILE, re.MULTILINE)[-1] == HOME

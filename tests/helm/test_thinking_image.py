"""The image of functions that think: the layers of the other one, and one more."""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from helm.image.application import LIBRARIES, NO_CALL_NEEDS, THINKING
from helm.image.archive import Archive, layer_of
from helm.image.locks import beyond, locked_hashes
from tests.support.generate import ROOT

DOCKERFILE = (ROOT / "helm/image/Dockerfile").read_text()
BASE = f"httpx==0.28.1 \\\n    --hash=sha256:{'a' * 64}\n    # via x\n"
MORE = f"litellm==1 \\\n    --hash=sha256:{'b' * 64}"
CALL = """
import asyncio, sys
opened = set()
sys.addaudithook(lambda event, words: opened.add(str(words[0])) if event == "open" else None)
from shared.llm.loading import load_litellm
from tests.support.model_server import running_models
litellm = load_litellm()
async def call():
    async with running_models() as server:
        for stream in (False, True):
            answer = await litellm.acompletion(
                model="openai/gpt-4o-mini", api_base=server.url, api_key="test-key", stream=stream,
                messages=[{"role": "user", "content": "hello"}])
            if stream:
                async for _ in answer:
                    pass
asyncio.run(call())
from litellm import token_counter
token_counter(model="gpt-4o-mini", text="hello")
token_counter(model="claude-3-opus-20240229", text="hello")
here = litellm.__file__.rpartition("litellm/__init__.py")[0]
opened |= {getattr(one, "__file__", None) or "" for one in list(sys.modules.values())}
print(here, *sorted(one.removeprefix(here) for one in opened if one.startswith(here)), sep="\\n")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer/a.txt").write_text("a")
    return tmp_path / "layer"


def layers(archive: Path) -> list[str]:
    with tarfile.open(archive) as tar:
        names = {one.name for one in tar}
        index = json.load(tar.extractfile("index.json") or sys.stdin)
        digest = index["manifests"][0]["digest"]
        manifest = json.load(tar.extractfile(f"blobs/sha256/{digest[7:]}") or sys.stdin)
    found = [str(one["digest"]) for one in manifest["layers"]]
    blobs = {f"blobs/sha256/{one[7:]}" for one in (*found, digest, manifest["config"]["digest"])}
    assert names == blobs | {"oci-layout", "index.json"}
    return found


def test_an_image_with_one_layer_more_shares_the_others_and_is_the_same_twice(
    folder: Path, tmp_path: Path
) -> None:
    made: list[bytes] = []
    for number in range(2):
        archive = Archive()
        archive.add_layer(layer_of(folder))
        archive.write("dev.local/shop/functions:1", tmp_path / f"functions-{number}.tar")
        archive.add_layer(layer_of(folder, "/elsewhere"))
        archive.write("dev.local/shop/thinking:1", tmp_path / f"thinking-{number}.tar")
        made.append((tmp_path / f"functions-{number}.tar").read_bytes())
        made.append((tmp_path / f"thinking-{number}.tar").read_bytes())

    plain, thinking = layers(tmp_path / "functions-0.tar"), layers(tmp_path / "thinking-0.tar")
    assert (len(plain), thinking[:1], len(thinking)) == (1, plain, 2)
    assert [hashlib.sha256(one).hexdigest() for one in made[:2]] == [
        hashlib.sha256(one).hexdigest() for one in made[2:]
    ]


def test_the_further_layer_has_what_the_other_lock_lacks_with_its_hashes() -> None:
    assert beyond(f"{BASE}{MORE}\n", BASE) == f"{MORE}\n"
    assert beyond(BASE, BASE.replace("httpx", "HTTPX")) == "\n"


def test_locks_that_disagree_make_no_layer() -> None:
    with pytest.raises(ValueError, match=r"httpx is locked as 0\.28\.1 and as 0\.28\.2"):
        beyond(BASE, BASE.replace("0.28.1", "0.28.2"))


def test_both_layers_together_are_what_functions_that_think_are_locked_to() -> None:
    below, above = (ROOT / LIBRARIES).read_text(), (ROOT / THINKING).read_text()

    more = locked_hashes(beyond(above, below))

    assert ("litellm", "1.103.7") in more
    assert not more.keys() & locked_hashes(below).keys()
    assert locked_hashes(above).items() <= locked_hashes(below, above).items()
    assert locked_hashes(above).keys() - locked_hashes(below).keys() == more.keys()


def test_what_is_left_out_of_litellm_is_there_and_no_call_opens_it() -> None:
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", CALL], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert done.returncode == 0, done.stderr
    here, *opened = done.stdout.splitlines()
    assert "litellm/main.py" in opened
    assert [one for one in NO_CALL_NEEDS if not (Path(here) / one).exists()] == []
    assert [one for one in opened if one.startswith(NO_CALL_NEEDS)] == []


def test_the_dockerfile_makes_both_images_and_the_plain_one_unless_told_otherwise() -> None:
    stages = re.findall(
        r"^FROM (\S+)(?: AS (\S+))?\n((?:(?!FROM).*\n?)*)", DOCKERFILE, re.MULTILINE
    )
    by_name = {name: (base, steps.split("\n\n")[0].strip()) for base, name, steps in stages}

    assert by_name["thinking"] == (
        "functions",
        "COPY --from=build-thinking /layers/thinking/ /app/",
    )
    assert stages[-1][:2] == ("functions", "")

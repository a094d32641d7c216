"""In which image, with how much memory, functions that think run once a model is named."""

import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from tests.helm.chart import Objects, of_kind, pod_of, render
from tests.helm.looks import BIG, DIGEST
from tests.support.shop import CHART

NAMED: Final[dict[str, Any]] = {"llm": {"model": "openai/m"}}
PLAIN, THINKING = "dev.local/agent-store/functions:0.1.0", "dev.local/agent-store/thinking:0.1.0"
SELLERS: Final = {f"ai-seller-{one}" for one in ("beauty", "fashion", "gaming", "home", "tech")}
THINK: Final = SELLERS | {"escalation"}
NOTES: Final = """
apiVersion: v1
kind: ConfigMap
metadata: {name: notes}
data:
  text: {{ include (print $.Template.BasePath "/NOTES.txt") . | quote }}
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a chart of which the catalog thinks, too, and that shows its notes as an object."""
    chart = tmp_path_factory.mktemp("copy") / "agent-store"
    shutil.copytree(CHART, chart)
    needs = (chart / "needs.yaml").read_text()
    changed = needs.replace("  catalog:\n", "  catalog:\n    thinks: true\n")
    (chart / "needs.yaml").write_text(changed)
    (chart / "templates/notes.yaml").write_text(NOTES)
    return chart


def containers(objects: Objects) -> dict[str, dict[str, Any]]:
    """Return the container of every Service."""
    names = of_kind(objects, "KService")
    return {name: pod_of(objects, "KService", name)["containers"][0] for name in names}


def images(objects: Objects) -> dict[str, set[str]]:
    """Return the Services of each image."""
    found: dict[str, set[str]] = {}
    for name, container in containers(objects).items():
        found.setdefault(container["image"], set()).add(name)
    return found


def test_without_a_model_there_is_one_image() -> None:
    objects = render({})

    assert set(images(objects)) == {PLAIN}
    assert "thinking" not in str(objects)


def test_a_model_changes_the_pods_that_think_and_nothing_else() -> None:
    before, after = render({}), render(NAMED)

    changed = {name for (kind, name), each in after.items() if each != before[kind, name]}
    assert before.keys() == after.keys()
    assert changed == THINK == images(after)[THINKING]
    for name in THINK:
        was, now = containers(before)[name], containers(after)[name]
        assert {key for key in now if now[key] != was[key]} == {"image", "env", "resources"}
        assert now["resources"] == {
            "requests": {"cpu": "50m", "memory": "256Mi"},
            "limits": {"memory": "512Mi"},
        }


def test_whoever_thinks_in_the_table_of_needs_has_the_image_whatever_its_name(
    copied: Path,
) -> None:
    objects = render(NAMED, chart=copied)

    assert images(objects)[THINKING] == THINK | {"product-catalog"}
    limits = containers(objects)["product-catalog"]["resources"]["limits"]
    assert limits == {"memory": "512Mi"}
    assert images(render({}, chart=copied)) == {PLAIN: set(of_kind(objects, "KService"))}


def test_a_function_that_may_think_has_the_image_if_its_switch_is_on() -> None:
    objects = render({"llm": {"model": "openai/m", "desk": False, "understanding": True}})
    reading = render({"llm": {"model": "openai/m", "desk": False, "memory": True}})

    assert images(objects)[THINKING] == SELLERS | {"intent"}
    assert images(reading)[THINKING] == SELLERS | {"memory"}


def test_a_pinned_image_of_all_functions_is_not_that_of_those_that_think() -> None:
    pinned = {"image": {"digest": DIGEST, "tag": "9", "pullPolicy": "Always"}, **NAMED}

    seller = containers(render(pinned))["ai-seller-home"]

    assert seller["image"] == "dev.local/agent-store/thinking:9"
    assert seller["imagePullPolicy"] == "Always"


def test_what_a_service_names_itself_wins() -> None:
    own = {"sellers": {"image": {"repository": "r.example/own"}, "resources": BIG}, **NAMED}

    seller = containers(render(own))["ai-seller-home"]

    assert seller["image"] == "r.example/own:0.1.0"
    assert seller["resources"] == BIG


def test_the_notes_say_who_asks_which_model_in_which_image(copied: Path) -> None:
    named = render(NAMED, chart=copied)["ConfigMap", "notes"]["data"]["text"]
    without = render({}, chart=copied)["ConfigMap", "notes"]["data"]["text"]

    assert (
        "\nopenai/m is asked by\n  escalation, product-catalog, ai-seller-beauty, "
        f"ai-seller-fashion, ai-seller-gaming, ai-seller-home, ai-seller-tech ({THINKING})\n"
        in named
    )
    assert "is asked by" not in without

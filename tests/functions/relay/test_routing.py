from pathlib import Path

from functions.relay.routing import load_routes
from knative.local.manifests import manifest_texts, read_manifests
from knative.local.render import render_chart
from tests.support.generate import ROOT
from tests.support.mesh import routes
from tests.support.shop import BRANDS, CHART


def test_the_relay_reads_the_triggers_as_the_chart_renders_them(tmp_path: Path) -> None:
    rendered = render_chart(CHART, [CHART / "values-local.yaml"], cache=tmp_path, also=[])
    maps = read_manifests([*manifest_texts(ROOT / "knative/base"), rendered]).config_maps.values()
    triggers = next(one.data["triggers.json"] for one in maps if "triggers.json" in one.data)
    (tmp_path / "triggers.json").write_text(triggers)

    found = load_routes(tmp_path / "triggers.json")

    assert {(one.service, *sorted(one.attributes.items())) for one in found} == {
        (one.service, *sorted(one.attributes.items())) for one in routes(BRANDS)
    }

"""A further brand is a file and an upgrade."""

import shutil
from pathlib import Path

import yaml

from tests.e2e.cluster_shop import ClusterShop
from tests.e2e.kubectl import exists, get, until
from tests.journeys.shop_run import ROOT

CHART = ROOT / "helm/agent-store"


def test_a_sixth_brand_sells_after_an_upgrade(shop: ClusterShop, tmp_path: Path) -> None:
    chart = tmp_path / "agent-store"
    shutil.copytree(CHART, chart)
    text = (CHART / "brands/home.yaml").read_text()
    brand = yaml.safe_load(text)
    brand |= {"id": "garden", "name": "Agent Store Garden", "orderPrefix": "GD"}
    brand["whatsapp"]["phoneNumberId"] = "108234567100099"
    (chart / "brands/garden.yaml").write_text(yaml.safe_dump(brand, allow_unicode=True))

    shop.upgrade(chart=chart)

    until(lambda: exists("ksvc", "ai-seller-garden"), "the seller's Service", seconds=60)
    until(lambda: ready("ksvc", "ai-seller-garden"), "the seller", seconds=240)
    assert any("garden" in one["metadata"]["name"] for one in get("trigger")["items"])


def ready(kind: str, name: str) -> bool:
    conditions = get(kind, name).get("status", {}).get("conditions", [])
    return {"Ready": "True"}.items() <= {one["type"]: one["status"] for one in conditions}.items()

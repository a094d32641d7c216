"""What the environment tells `make run`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knative.local.chaos import ChaosSettings

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class LocalSettings:
    """Settings of one run.

    Attributes:
        root: The checkout whose functions run.
        chart: The chart to render, with its values files.
        platform: Folder with the Broker's manifest.
        data: Everything that survives a restart.
        port: The gateway's port; 0 takes a free one.
        public_url: What links lead to; None means the gateway itself.
        show_logs: Print the functions' log lines, too.
        seed: Load the demo catalog into an empty shop; another chart has none.
        given: The whole environment.
    """

    root: Path
    chart: Path
    values: tuple[Path, ...]
    platform: Path
    data: Path
    port: int
    public_url: str | None
    show_logs: bool
    seed: bool
    chaos: ChaosSettings
    given: Mapping[str, str]

    @staticmethod
    def read(environ: Mapping[str, str]) -> "LocalSettings":
        """The settings in `environ`."""
        root = Path(environ.get("LOCAL_ROOT") or _ROOT).resolve()
        chart = Path(environ.get("LOCAL_CHART") or root / "helm" / "agent-store")
        extra = environ.get("LOCAL_VALUES", "").split(os.pathsep)
        return LocalSettings(
            root=root,
            chart=chart,
            values=(chart / "values-local.yaml", *(Path(each) for each in extra if each)),
            platform=Path(environ.get("LOCAL_PLATFORM") or root / "knative" / "base"),
            data=Path(environ.get("DATA_DIR") or root / ".data").resolve(),
            port=int(environ.get("PORT") or 8080),
            public_url=environ.get("PUBLIC_URL") or None,
            show_logs=environ.get("LOG", "") not in {"", "0"},
            seed="LOCAL_CHART" not in environ,
            chaos=ChaosSettings.parse(environ.get("CHAOS", "")),
            given=dict(environ),
        )

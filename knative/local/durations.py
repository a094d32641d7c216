"""Durations as manifests write them: Go's `1m30s` and ISO 8601's `PT0.2S`."""

import re

_GO = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_GO_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_ISO = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")


def go_seconds(text: str) -> float:
    """Seconds of a Go duration (autoscaling annotations)."""
    if _GO.sub("", text) or not text:
        raise DurationError(text)
    return sum(float(number) * _GO_SECONDS[unit] for number, unit in _GO.findall(text))


def iso_seconds(text: str) -> float:
    """Seconds of an ISO 8601 duration (delivery settings)."""
    match = _ISO.fullmatch(text)
    if match is None or text == "PT":
        raise DurationError(text)
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


class DurationError(ValueError):
    """Text that is no duration."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no duration")

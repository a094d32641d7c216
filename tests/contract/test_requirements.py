"""Lock files agree with one another and leave out what is known to be bad."""

import re

import pytest

from tests.support.generate import ROOT

STOLEN = {"1.82.7", "1.82.8", "1.107.0"}
"""Releases of litellm that stole credentials, or are reported to."""


def locked(name: str) -> dict[str, str]:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("other", ["runtime", "local", "dev"])
def test_functions_that_think_have_the_versions_of_all_others(other: str) -> None:
    ours, theirs = locked("llm"), locked(other)
    both = ours.keys() & theirs.keys()

    assert {name: ours[name] for name in both} == {name: theirs[name] for name in both}
    assert "pydantic" in both


def test_the_model_client_is_none_of_the_releases_that_stole() -> None:
    assert locked("llm")["litellm"] not in STOLEN
    assert "litellm" not in locked("runtime")

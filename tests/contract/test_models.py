"""Models are built when they are first used; what can't be built must show here, not in a pod."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

import functions
import shared


def every_model() -> list[type[BaseModel]]:
    for package in (shared, functions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    ours = (one for one in below(BaseModel) if one.__module__.startswith(("shared.", "functions.")))
    return sorted(set(ours), key=lambda one: (one.__module__, one.__qualname__))


def below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.parametrize("model", every_model(), ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_a_model_can_be_built(model: type[BaseModel]) -> None:
    model.model_rebuild(raise_errors=True)

    assert model.__pydantic_complete__

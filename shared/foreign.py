"""JSON written by others: read as far as it makes sense."""

from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)


class ForeignModel(BaseModel):
    """Part of a partner's JSON: more fields are fine, numbers are taken where strings are due."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, coerce_numbers_to_str=True, defer_build=True
    )


def _none_if_invalid(value: object, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValidationError:
        return None


Beside = WrapValidator(_none_if_invalid)
"""Marks a part that is beside the point: malformed, it is None instead of costing the whole."""

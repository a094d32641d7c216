import pytest
from pydantic import ValidationError

from functions.memory.correct import FORGOTTEN, correct
from functions.memory.state import MemoryState
from shared.models.memory import Correction
from tests.support.drive import EPOCH


@pytest.mark.parametrize(
    "said",
    [
        {"category": "x" * 101},
        {"colours": ["red"] * 21},
        {"sizes": ["x" * 101]},
        {"forget": [f"colour:{number}" for number in range(21)]},
    ],
)
def test_a_correction_is_of_a_size_a_person_types(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Correction.model_validate(said)


def test_a_memory_does_not_grow_with_every_correction() -> None:
    state: MemoryState | None = None

    for call in range(30):
        forget = tuple(f"colour:{call}-{number}" for number in range(20))
        state = correct(state, "fashion", "c", Correction(forget=forget), EPOCH).state

    assert state is not None
    assert len(state.forgotten) == FORGOTTEN
    assert state.forgotten[-1] == "colour:29-19"

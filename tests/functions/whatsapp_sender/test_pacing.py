from hypothesis import given, strategies as st

from functions.whatsapp_sender.pacing import NUMBER, PAIR, Rate, take

START = 1_795_000_000.0
gaps = st.lists(st.floats(0, 0.2), min_size=1, max_size=300)


def send_times(rate: Rate, arrivals: list[float]) -> list[float]:
    full_at = 0.0
    times: list[float] = []
    for arrival in arrivals:
        full_at, send_at = take(rate, full_at, arrival)
        times.append(send_at)
    return times


def arrivals(waits: list[float]) -> list[float]:
    now = START
    found: list[float] = []
    for wait in waits:
        now += wait
        found.append(now)
    return found


def test_a_shopper_gets_45_at_once_and_then_one_in_six_seconds() -> None:
    times = send_times(PAIR, [START] * 48)

    assert times[:45] == [START] * 45
    assert times[45:] == [START + 6, START + 12, START + 18]


def test_a_shoppers_burst_comes_back_one_by_one() -> None:
    send_times(PAIR, [START] * 45)

    assert send_times(PAIR, [START] * 45 + [START + 12] * 3)[45:] == [
        START + 12,
        START + 12,
        START + 18,
    ]


@given(gaps)
def test_a_number_never_sends_more_than_80_in_any_second(waits: list[float]) -> None:
    times = send_times(NUMBER, arrivals(waits) + [START + 60] * 150)

    assert all(
        later - earlier > 1 - 1e-6 for earlier, later in zip(times, times[80:], strict=False)
    )


@given(gaps)
def test_a_pair_never_exceeds_its_burst_and_rate(waits: list[float]) -> None:
    times = send_times(PAIR, arrivals(waits))

    for count in (46, 60, 100):
        for earlier, later in zip(times, times[count - 1 :], strict=False):
            assert later - earlier >= (count - 45) * 6 - 1e-5


@given(gaps)
def test_nothing_is_sent_before_it_came_nor_out_of_order(waits: list[float]) -> None:
    came = arrivals(waits)

    times = send_times(PAIR, came)

    assert times == sorted(times)
    assert all(sent >= arrived for sent, arrived in zip(times, came, strict=True))

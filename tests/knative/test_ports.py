from knative.local.ports import free_port


def test_no_port_is_given_out_twice_in_a_row_of_starts() -> None:
    ports = [free_port() for _ in range(500)]

    assert len(set(ports)) == 500

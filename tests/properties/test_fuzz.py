"""The short form of `make fuzz`."""

from hypothesis import example, given, settings

from fuzz.fuzz_bags import TARGETS, by_hypothesis, octets, one_input


@settings(max_examples=400)
@given(octets)
@example(b"\x03\x00" + b"[" * 100_000)
@example(b'\x03\x00{"BagIt-Profile-Info": {"BagIt-Profile-Version": "' + b"9" * 5000 + b'"}}')
@example(b"\x06\x00BagIt-Version: " + b"9" * 5000 + b".0\n")
@example(b"\x02\x00https://example.org/a " + b"9" * 5000 + b" data/a\n")
@example(b"\x01\x00A" * 1000)
def test_nothing_that_reads_a_bag_raises_at_any_octets(data: bytes) -> None:
    one_input(data)


def test_every_target_is_reached() -> None:
    for number in range(len(TARGETS)):
        one_input(bytes([number, 3]) + b"BagIt-Version: 1.0\n")


def test_the_long_form_stops_when_its_time_is_over() -> None:
    assert by_hypothesis(0.2) > 0

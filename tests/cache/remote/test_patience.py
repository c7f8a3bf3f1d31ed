"""How long a build waits: as long as it pays, and a fixed time longer."""

from live_diagrams.cache.remote.patience import Patience


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_time_in_which_nothing_renders_counts() -> None:
    clock, idle = Clock(), [True]
    patience = Patience(3.0, lambda: idle[0], clock)
    clock.now += 50
    patience.begin()
    patience.begin()
    clock.now += 1
    assert patience.get_rest() == 2.0  # two lookups at once cost one second
    idle[0] = False
    clock.now += 10
    assert patience.get_rest() == 2.0
    idle[0] = True
    patience.end(saved=0.5)
    patience.end()
    clock.now += 50
    assert patience.get_rest() == 2.5


def test_waiting_that_saves_more_than_it_costs_goes_on() -> None:
    clock = Clock()
    patience = Patience(1.0, clock=clock)
    for _ in range(10):
        patience.begin()
        clock.now += 0.5
        patience.end(saved=0.6)
    assert round(patience.get_rest(), 6) == 2.0
    patience.begin()
    clock.now += 2.5
    assert patience.get_rest() < 0

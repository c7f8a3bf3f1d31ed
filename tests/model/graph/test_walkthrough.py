"""States of steps, compared with the last state before them."""

from live_diagrams.model.graph.walkthrough import Step, compare_states


def compare(*states):
    """Return each value of each state as `name=value`, with `<before` where it has changed."""
    compared = compare_states([Step("does it", state=tuple(state.items())) for state in states])
    return [
        " ".join(f"{e.name}={e.value}" + (f"<{e.before or 'new'}" if e.is_changed else "") for e in entries)
        for entries in compared
    ]


def test_a_value_is_compared_with_the_last_state_before_it():
    assert compare({"to": "a", "by": "b"}, {}, {"to": "c", "by": "b"}) == ["to=a by=b", "", "to=c<a by=b"]


def test_nothing_has_changed_in_the_first_state():
    assert compare({}, {"to": "a"}) == ["", "to=a"]


def test_a_name_that_was_not_there_is_new_and_one_that_was_comes_back_as_new():
    assert compare({"to": "a"}, {"to": "a", "by": "b"}, {"to": "a"}, {"by": "b"}) == [
        "to=a",
        "to=a by=b<new",
        "to=a",
        "by=b<new",
    ]

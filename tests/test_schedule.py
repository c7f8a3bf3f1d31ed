"""Tests that share what they set up run on one core, the longest first."""

from types import SimpleNamespace

from tests import schedule

TESTS = [
    *(f"tests/pages/test_ids.py::test_{n}" for n in range(3)),
    *(
        f"tests/browser/test_browser.py::test_a[{page}-server-light-{n}]"
        for n in "ab"
        for page in ("article", "guide/pod")
    ),
    "tests/engine/test_chaos.py::test_alone",
    *(f"tests/layout/test_text.py::test_it[tests/{n}::x@y]" for n in range(9)),
]


class Worker:
    """A worker of pytest-xdist, which notes what it is sent."""

    shutting_down = False

    def __init__(self):
        self.gateway = SimpleNamespace(id="worker")
        self.sent = []

    def send_runtest_some(self, places):
        self.sent += places

    def shutdown(self):
        pass


def test_a_group_stays_on_one_worker_and_the_longest_come_first(monkeypatch):
    monkeypatch.setattr(schedule, "FIRST", ("browser/", "engine/"))
    tests = sorted(TESTS, key=lambda test: schedule.rank_group(schedule.name_group(test)))
    config = SimpleNamespace(
        option=SimpleNamespace(loadscopereorder=True),
        getvalue={"dist": "loadgroup", "tx": ["2*popen"]}.get,
    )
    log = SimpleNamespace(loadscopesched=print)
    scheduler = schedule.pytest_xdist_make_scheduler(config, log)
    workers = [Worker(), Worker()]
    for worker in workers:
        scheduler.add_node(worker)
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    first, second = ({schedule.name_group(tests[place]) for place in worker.sent} for worker in workers)
    assert first == {"browser/test_browser:article", "engine/test_chaos"}
    assert second == {"browser/test_browser:guide/pod", "pages/test_ids"}

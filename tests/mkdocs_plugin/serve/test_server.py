"""The server itself: what it begins ends with it, whoever listens may leave, and slowness is no obstacle."""

import signal
import socket

import pytest

from tests.programs import program

from .served import FILES, SHOP, prepared, serving, until

LINUX_ONLY = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


@pytest.fixture
def project(tmp_path):
    return prepared(tmp_path, FILES)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_server(project, how):
    project.start()
    project.write("diagram_src/shop.py", "import time\nprint('here', flush=True)\ntime.sleep(60)\n" + SHOP)
    until(lambda: len(project.processes()) >= 3, project.processes)  # server, its pool, the script
    project.stop(how)
    until(lambda: not project.processes(), project.processes)


def listener(served, since=0):
    """A client that listens, as a browser does."""
    client = socket.create_connection(("127.0.0.1", served.port), timeout=30)
    host = f"Host: 127.0.0.1:{served.port}"
    head = f"GET /__live-diagrams__/events?since={since}&page=/ HTTP/1.1\r\n{host}\r\n\r\n"
    client.sendall(head.encode())
    return client


def heard(client, words):
    data = b""
    while words not in data:
        data += client.recv(4096)
    return data.decode()


@LINUX_ONLY
def test_who_listens_and_leaves_leaves_no_thread(served):
    clients = [listener(served) for _ in range(20)]
    for client in clients:
        heard(client, b"retry:")
    listening = served.threads()
    for client in clients:
        client.close()
    until(lambda: served.threads() <= listening - 20, served.threads)


def test_who_comes_late_hears_what_was_missed(project):
    with serving(project):
        first = listener(project)
        project.edit("diagram_src/shop.py", '"orders")', '"ledger")')
        events = heard(first, b"data: {")
        assert 'data: {"/": [0, 2]}' in events
        assert 'data: {"/": [0, 2]}' in heard(listener(project), b"data: {")
        project.edit("data/hosts.csv", "beta", "gamma")
        assert '{"/other/": [0]}' in heard(listener(project, since=2), b"/other/")
        first.close()


def test_an_unknown_address_is_not_found_and_the_site_is_served_as_it_was(served):
    client = socket.create_connection(("127.0.0.1", served.port), timeout=30)
    client.sendall(b"GET /__live-diagrams__/../mkdocs.yml HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert client.makefile("rb").readline().split()[1] == b"404"
    assert '<script src="/__live-diagrams__/live.js" data-version="0"></script>' in served.raw()


def test_a_site_below_a_path(project):
    project.edit("mkdocs.yml", f"site_url: {project.address}", f"site_url: {project.address}docs/")
    with serving(project):
        client = listener(project)
        project.edit("diagram_src/shop.py", '"orders")', '"ledger")')
        assert 'data: {"/docs/": [0, 2]}' in heard(client, b"data: {")
        assert "ledger" in project.get("docs/")
        client.close()


def test_without_word_from_the_system_files_are_looked_at(project, monkeypatch, tmp_path):
    """As where the system's limit of watches is reached."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import watchdog.observers as o\n"
        "def schedule(*args, **kwargs): raise OSError(28, 'inotify watch limit reached')\n"
        "o.Observer.schedule = schedule\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(broken))
    with serving(project):
        until(lambda: "inotify watch limit reached" in project.said, project.said)
        project.edit("diagram_src/shop.py", '"orders")', '"ledger")')
        until(lambda: "ledger" in project.get())
        project.edit("data/hosts.csv", "beta", "gamma")
        until(lambda: "gamma" in project.get("other/"))
        assert project.runs.count("shop") == 2
        assert project.builds == 1


def test_a_source_folder_that_comes_later(project):
    for path in (project.root / "diagram_src").iterdir():
        path.unlink()
    (project.root / "diagram_src").rmdir()
    with serving(project):
        assert "could not be drawn" in project.get()
        for name in ("diagram_src/_style.py", "diagram_src/shop.py"):
            project.write(name, FILES[name])
        until(lambda: "orders" in project.get(), lambda: project.said)


def test_scripts_that_readers_may_see_are_published_anew(project):
    project.edit("mkdocs.yml", "plugins: [live-diagrams]", "plugins: [live-diagrams: {show_source: true}]")
    with serving(project):
        path = "assets/live-diagrams/scripts/shop.py.txt"
        project.edit("diagram_src/shop.py", "import _style", "import _style  # mind the gap")
        until(lambda: "mind the gap" in project.get(path), lambda: project.said)


def test_a_script_in_the_page_depends_on_its_files_too(project):
    project.write(
        "docs/words.md", '# Words\n\n```diagram alt="Hosts"\n' + FILES["diagram_src/hosts.py"] + "```\n"
    )
    with serving(project):
        project.edit("data/hosts.csv", "beta", "gamma")
        until(lambda: "gamma" in project.get("words/"), lambda: project.said)
        assert project.builds == 1


def test_a_strict_build_still_fails_for_a_script_that_fails(project):
    project.edit("diagram_src/shop.py", "with Diagram", "wiht Diagram")
    done = program("mkdocs", "build", "--strict", cwd=project.root)
    assert done.returncode == 1
    assert "diagram_src/shop.py:6: script-failed: syntax error" in done.stderr
    assert "wiht" not in "".join(p.read_text() for p in (project.root / "site").rglob("index.html"))

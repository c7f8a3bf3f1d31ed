"""A shared cache on real servers: S3 as moto answers it, and HTTP as nginx does."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.engine.sharing.test_shared_cache import EVERYTHING, share
from tests.project import Site

NGINX = os.environ.get("LIVE_DIAGRAMS_NGINX") or shutil.which("nginx")
S3_PACKAGES = os.environ.get("LIVE_DIAGRAMS_S3", "")
HAS_S3 = bool(S3_PACKAGES) or bool(find_spec("moto") and find_spec("s3fs"))

SERVE_S3 = """
import boto3
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
url = "http://127.0.0.1:%d" % server.get_host_and_port()[1]
boto3.client("s3", endpoint_url=url).create_bucket(Bucket="figures")
print(url, flush=True)
input()
"""
BUILD = """
import sys
from pathlib import Path
from live_diagrams.engine.pipeline import Pipeline
from live_diagrams.engine.progress import format_summary
from live_diagrams.model.settings import Settings
settings = Settings(Path.cwd(), remote_cache=sys.argv[1], remote_cache_timeout=60.0, layout_budget=0.0)
pipeline = Pipeline(settings)
pipeline.request_all()
pipeline.wait_for_requests()
pipeline.close()
print(format_summary(pipeline.monitor.statistics), pipeline.sharing.cache.problem)
"""


@pytest.mark.skipif(
    not HAS_S3,
    reason="needs moto and s3fs: LIVE_DIAGRAMS_S3=FOLDER; .ci/run has the command",
)
def test_s3(first: Site, second: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if S3_PACKAGES:
        monkeypatch.setenv("PYTHONPATH", S3_PACKAGES)
    with serve_s3() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        before, after = build_apart(first), build_apart(second)
    assert before.startswith("Figures: 2 rendered, 0 from cache, 0 failed")
    assert after.startswith("Figures: 0 rendered, 2 from cache (2 shared), 0 failed")
    assert before.endswith(" s \n")
    assert after.endswith(" s \n")


@contextmanager
def serve_s3() -> Iterator[str]:
    command = [sys.executable, "-c", SERVE_S3]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as server:  # type: ignore[call-overload]
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def build_apart(site: Site) -> str:
    command = [sys.executable, "-c", BUILD, "s3://figures/site"]
    done = subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=False, timeout=120)
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.mark.skipif(not NGINX, reason="needs nginx on the PATH, or LIVE_DIAGRAMS_NGINX=/path/to/nginx")
def test_nginx(first: Site, second: Site, tmp_path: Path) -> None:
    with serve_by_nginx(tmp_path / "nginx", "dav_methods PUT; create_full_put_path on;") as url:
        before, problem = share(first, url, remote_cache_timeout=60.0)
        assert (before.ran, problem) == (EVERYTHING, "")
        after, problem = share(second, url, remote_cache_timeout=60.0)
        assert (after.ran, problem) == ([], "")
        assert after.statistics.shared == 2
        assert {path.name for path in (tmp_path / "nginx" / "data" / "cache" / "v1").iterdir()} == {
            "figures",
            "icons",
            "recipes",
            "times",
        }


@pytest.mark.skipif(not NGINX, reason="needs nginx on the PATH, or LIVE_DIAGRAMS_NGINX=/path/to/nginx")
def test_nginx_that_only_serves(first: Site, tmp_path: Path) -> None:
    with serve_by_nginx(tmp_path / "nginx", "") as url:
        build, problem = share(first, url, remote_cache_timeout=60.0)
        assert (build.ran, problem) == (EVERYTHING, f"{url}: it answers 405 Not Allowed")


@contextmanager
def serve_by_nginx(folder: Path, options: str) -> Iterator[str]:
    (folder / "data").mkdir(parents=True)
    places = " ".join(f"{name}_temp_path {folder}/{name};" for name in PLACES)
    user = "user root;" if hasattr(os, "getuid") and not os.getuid() else ""
    for _ in range(5):  # another program may take the port before nginx does
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        (folder / "nginx.conf").write_text(
            f"daemon off; {user} worker_processes 1; pid {folder}/pid; error_log {folder}/log;"
            "events { worker_connections 256; }"
            f"http {{ access_log off; {places} server {{ listen 127.0.0.1:{port}; root {folder}/data;"
            f"client_max_body_size 40m; {options} }} }}"
        )
        command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/log"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            try:
                if answers(port, server):
                    yield f"http://127.0.0.1:{port}/cache"
                    return
            finally:
                server.terminate()
    pytest.fail((folder / "log").read_text())


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until a server accepts connections; return whether it does, or has ended."""
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.02)
    return False


PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

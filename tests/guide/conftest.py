"""The guide as it is published, built once."""

import pytest

from tests.guide import published
from tests.shared import build_once


@pytest.fixture(scope="session")
def guide(tmp_path_factory):
    return published.Published(build_once(tmp_path_factory, "published", published.build))

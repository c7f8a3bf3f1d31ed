"""Sites for the tests of the commands."""

import pytest

from tests.support import write

from .site import PLAIN_SITE, SITE


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", SITE)


@pytest.fixture
def plain_site(tmp_path):
    return write(tmp_path / "site", PLAIN_SITE)

"""The guide as it is published, built once."""

import pytest

from tests.guide import published


@pytest.fixture(scope="session")
def guide(tmp_path_factory):
    return published.build(tmp_path_factory.mktemp("published") / "site")

import pytest

from tests.project import FIGURE, Site


@pytest.fixture
def subject_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A project for a subject: `other` depends on nothing, and modules in `elsewhere` can be imported."""
    monkeypatch.setenv("PYTHONPATH", str(site.root / "elsewhere"))
    site.script("other", FIGURE)
    return site

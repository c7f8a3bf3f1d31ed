"""Figures that were composed before are shown without being read, and only if this user has composed them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from live_diagrams.cache import own_secret
from live_diagrams.cache.store import Store
from live_diagrams.model.embed import Embed
from live_diagrams.model.figure import Figure, StoredFigure
from live_diagrams.model.graph.graph import Graph, Node
from live_diagrams.model.words import Words
from live_diagrams.pages.document import fill_places
from live_diagrams.pages.figure.kept_figures import KIND, KeptFigures

from .drawn import Host, draw, write_place

SHOP = Embed("shop", "The shop")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what programs of this user may lose."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def draw_node(label: str, origin: str = "job/output/0", **attrs: str) -> Figure:
    return replace(draw(Graph("Shop", "shop", nodes=(Node("cart", label, attrs=attrs),))), origin=origin)


def read_nothing() -> Figure:
    raise AssertionError("the drawing was read")


def store_figure(figure: Figure) -> StoredFigure:
    """A figure whose drawing must not be read."""
    return StoredFigure(figure.head, figure.icons, figure.origin, read_nothing)


def show(
    folder: Path, figure: Figure, embed: Embed = SHOP, words: Words | None = None, *, again: bool = True
) -> str:
    """A page with the figure, twice where it is shown again by another build."""
    host = Host(lambda embed: figure, lambda embed: "", words or Words())
    host.kept = KeptFigures(folder)
    return fill_places(write_place(embed) * (1 + again), host)


def test_an_unchanged_figure_is_not_read(tmp_path: Path) -> None:
    figure = draw_node("Cart")
    fresh = show(tmp_path, figure, again=False)
    assert show(tmp_path, store_figure(figure), again=False) == fresh
    assert "Cart" in fresh


@pytest.mark.parametrize(
    ("figure", "embed", "words"),
    [
        (draw_node("Basket", "job/other/0"), SHOP, Words()),
        (draw_node("Cart"), replace(SHOP, alt="Another"), Words()),
        (draw_node("Cart"), replace(SHOP, id="mine"), Words()),
        (draw_node("Cart"), SHOP, Words({"Script": "Skript"})),
        (draw_node("Cart", href="https://example.org"), SHOP, Words()),
        (draw_node("Cart", ""), SHOP, Words()),
    ],
    ids=["output", "text alternative", "id", "language", "link", "not in the cache"],
)
def test_what_differs_is_composed(tmp_path: Path, figure: Figure, embed: Embed, words: Words) -> None:
    show(tmp_path, draw_node("Cart"), again=False)
    with pytest.raises(AssertionError, match="was read"):
        show(tmp_path, store_figure(figure), embed, words, again=False)


def test_a_second_figure_of_the_page_has_ids_like_none_before(tmp_path: Path) -> None:
    figure = draw_node("Cart")
    assert show(tmp_path, figure) == show(tmp_path, figure)
    assert 'id="fig-shop-2"' in show(tmp_path, figure)


def test_what_others_have_written_is_not_shown(tmp_path: Path) -> None:
    """Whoever can write into the cache cannot put a script into a page."""
    figure = draw_node("Cart")
    fresh = show(tmp_path, figure, again=False)
    [path] = (tmp_path / KIND).glob("*/*")
    Store(tmp_path).put(KIND, path.name, b'{"html":"<figure data-diagram=\\"\\"><script>","graph":""}')
    assert show(tmp_path, figure, again=False) == fresh


def test_the_secret_stays_with_its_user(home: Path) -> None:
    secret = own_secret.read_secret()
    assert len(secret) == 32
    assert own_secret.read_secret() == secret
    [path] = home.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    path.chmod(0o644)  # others may have read it
    assert own_secret.read_secret() != secret


def test_without_a_place_for_the_secret_nothing_is_kept(tmp_path: Path, home: Path) -> None:
    home.touch()
    assert own_secret.read_secret() == b""
    assert "Cart" in show(tmp_path, draw_node("Cart"), again=False)
    assert not (tmp_path / KIND).exists()


def test_a_secret_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("LIVE_DIAGRAMS_CACHE_KEY", "shared")
    assert own_secret.read_secret() == b"shared"
    assert not home.exists()

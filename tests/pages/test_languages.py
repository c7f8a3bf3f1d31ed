"""The words that we put on pages, in other languages than English."""

import ast
import json
import re
from html import unescape
from string import Formatter

import polib
import pytest
from live_diagrams.model.embed import Embed
from live_diagrams.model.errors import FigureError
from live_diagrams.model.graph.graph import Cluster, Edge, Graph, Node
from live_diagrams.model.graph.parameters import TOGGLE_OPTIONS, Parameter
from live_diagrams.model.settings import SiteSettings, list_options
from live_diagrams.model.words import ENGLISH, Words
from live_diagrams.pages import languages
from live_diagrams.pages.figure.choice_form import format_combinations
from live_diagrams.pages.languages import choose_words
from markdown import Markdown

from tests.pages.drawn import draw, fill, simple, write_place
from tests.support import ROOT

PACKAGE = ROOT / "plugins/live_diagrams"
LANGUAGES = languages.list_languages()
GRAPH = Graph(
    "Web",
    "web",
    nodes=(Node("a", "client"), Node("b", "web", cluster="c")),
    edges=(Edge("e", "a", "b", "HTTPS"),),
    clusters=(Cluster("c", "shop"), Cluster("d", "")),
)


def find_script_messages():
    """The messages in the browser's script: in calls of `say(figure, …)`, and passed on to two of them."""
    script = (PACKAGE / "assets/figures.js").read_text(encoding="utf-8")
    calls = re.findall(r'\bsay\((?:[^(),]|\([^()]*\))*, ((?:\w+ \? "[^"]*" : )?"[^"]*"|label|phrase)', script)
    assert len(calls) == script.count("say(")
    direct = re.findall(r'"([^"]+)"', " ".join(calls))
    labels = re.findall(r'setTimer\(.*, "([^"]+)"\)', script)
    phrases = re.findall(r'"([^"]*\{names\})":', script)
    return {*direct, *labels, *phrases}


def find_python_messages():
    return {
        node.args[0].value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"
    }


def list_placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_the_browser_gets_every_message_of_its_script():
    assert find_script_messages() == set(languages.SCRIPT_MESSAGES)


def test_the_option_names_the_languages_that_there_are():
    (option,) = (option for option in list_options() if option.name == "language")
    assert sorted(option.choices) == sorted({languages.AUTO, "en", *LANGUAGES})
    assert {"de", "es", "fr", "ja", "tr", "zh"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_with_its_placeholders(language):
    catalogue = polib.pofile(str(languages.FOLDER / f"{language}.po"))
    assert catalogue.metadata["Language"] == language
    translated = {entry.msgid: entry.msgstr for entry in catalogue.translated_entries()}
    assert set(translated) == find_python_messages() | set(languages.SCRIPT_MESSAGES)
    assert len(catalogue) == len(translated)
    for message, text in translated.items():
        assert list_placeholders(text) == list_placeholders(message)


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        (("de",), "Antwort"),
        (("de-AT",), "Antwort"),
        (("zh_Hant",), "答案"),
        (("auto", "", "fr"), "Réponse"),
        (("en", "fr"), "Answer"),
        (("auto", "tlh", "fr"), "Answer"),  # the page's language is known, and no reader asked for French
        (("auto", "", ""), "Answer"),
        (("../de",), "Answer"),
    ],
)
def test_the_first_language_that_is_named_counts(tags, answer):
    assert choose_words(*tags).say("Answer") == answer


def test_what_has_no_translation_is_english():
    assert Words({"new": "neu"}).say("was {value}", value="{x}") == "was {x}"


def test_a_german_figure():
    html = fill(write_place(Embed("web")), lambda embed: draw(GRAPH), words=choose_words("de"))
    assert "<summary>Web in Worten</summary>" in html
    assert "<li>shop, darin<ul><li>web</li></ul></li>" in html
    assert "<li>Eine Gruppe, leer</li>" in html
    assert "<li>client führt zu web: HTTPS.</li>" in html
    assert 'data-keys="Tasten"' in html
    messages = json.loads(unescape(re.search(r' data-words="([^"]*)"', html)[1]))
    assert messages["Close"] == "Schließen"
    assert messages["{total} steps"] == "{total} Schritte"


def test_an_english_figure_carries_no_words_for_the_script():
    html = fill(write_place(Embed("web")), lambda embed: draw(GRAPH), words=ENGLISH)
    assert "<summary>Web, in words</summary>" in html
    assert "data-words" not in html
    assert "data-keys" not in html


def test_a_figure_without_a_graph_keeps_its_english_description():
    html = fill(write_place(Embed("web")), lambda embed: simple(), words=choose_words("de"))
    assert "<summary>Web in Worten</summary>" in html
    assert "<li>a leads to b.</li>" in html


def test_an_error_is_in_the_language_of_the_page():
    html = fill(write_place(Embed("web")), lambda embed: FigureError("no"), words=choose_words("es"))
    assert "<strong>No se pudo dibujar esta figura.</strong>" in html


def test_the_values_of_choices():
    both = [Parameter("Lokal", TOGGLE_OPTIONS), Parameter("Art", ("x", "y", "z"))]
    german = choose_words("de")
    assert format_combinations(both, [3, 4], german) == "Lokal: an, Art: x oder y"
    assert format_combinations(both, range(6), german) == "bei jeder Auswahl"


def test_the_extension_alone_takes_the_language_as_an_option(tmp_path):
    (tmp_path / "diagram_src").mkdir()
    options = {"root": str(tmp_path), "language": "tr"}
    md = Markdown(extensions=["live_diagrams"], extension_configs={"live_diagrams": options})
    assert "<strong>Bu şekil çizilemedi.</strong>" in md.convert("![A web](diagram:missing)")
    with pytest.raises(ValueError, match="`language` is 'klingon'"):
        Markdown(extensions=["live_diagrams"], extension_configs={"live_diagrams": {"language": "klingon"}})
    assert SiteSettings().language == languages.AUTO

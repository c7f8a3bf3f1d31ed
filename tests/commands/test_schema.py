"""The JSON schema of the options: published as it is, and right for right options only."""

import json

import jsonschema
import pytest
import yaml
from live_diagrams.commands import schema

from tests.support import ROOT


def test_the_published_schema_is_up_to_date():
    published = json.loads((ROOT / "docs/assets/live-diagrams.schema.json").read_text(encoding="utf-8"))
    assert published == schema.make_schema()
    jsonschema.Draft7Validator.check_schema(published)


@pytest.mark.parametrize(
    ("options", "right"),
    [
        ({}, True),
        (None, True),
        ({"timeout": 2.5, "narrow": "none", "require_figures": ["guide/*.md"], "checks": {"kube": {}}}, True),
        ({"tiemout": 3}, False),
        ({"cache_size": 0}, False),
        ({"workers": -1}, False),
        ({"timeout": "soon"}, False),
        ({"narrow": "maybe"}, False),
        ({"require_figures": "guide"}, False),
    ],
)
def test_only_right_options_match_the_schema(options, right):
    validator = jsonschema.Draft7Validator(schema.make_schema())
    assert validator.is_valid({"site_name": "x", "plugins": ["search", {"live-diagrams": options}]}) == right
    assert validator.is_valid({"plugins": {"search": {}, "live-diagrams": options}}) == right


def test_the_options_of_the_guide_match_the_schema():
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("!", lambda loader, tag, node: None)
    Loader.add_multi_constructor("tag:yaml.org,2002:python", lambda loader, tag, node: None)
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    jsonschema.validate(config, schema.make_schema())

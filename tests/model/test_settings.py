"""Every option is described, and no value that makes no sense gets further than the settings."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from live_diagrams.model.settings import Settings, SiteSettings, list_options


def test_every_option_is_described() -> None:
    fields = {field.name for cls in (Settings, SiteSettings) for field in dataclasses.fields(cls)} - {"root"}
    options = {option.name: option for option in list_options()}
    assert set(options) == fields
    for option in options.values():
        assert option.help.endswith("."), option.name
        assert isinstance(option.default, option.type), option.name
        option.validate(option.default)


def test_an_option_says_what_its_values_are() -> None:
    options = {option.name: option for option in list_options()}
    assert (options["timeout"].type, options["timeout"].unit, options["timeout"].above) == (
        float,
        "seconds",
        0,
    )
    assert options["narrow"].choices == ("auto", "none")
    assert options["require_figures"].type is tuple
    assert options["checks"].type is dict


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("narrow", "wide", "`narrow` is 'wide', but has to be auto or none"),
        ("memory", -1, "`memory` is -1, but cannot be below 0"),
        ("workers", -1, "`workers` is -1, but cannot be below 0"),
        ("cache_size", 0, "`cache_size` is 0, but has to be above 0"),
        ("timeout", -0.5, "`timeout` is -0.5, but has to be above 0"),
        ("combinations", 0, "`combinations` is 0, but has to be above 0"),
    ],
)
def test_a_value_out_of_range_is_an_error_that_names_the_option(
    name: str, value: object, message: str
) -> None:
    with pytest.raises(ValueError, match=r"^`") as error:
        Settings(Path(), **{name: value})  # type: ignore[arg-type]
    assert str(error.value) == message

"""The manifests and options of a site, read from its folder for all rules."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from importlib.util import find_spec

from live_diagrams.checks import Site

from .manifests import schemas
from .manifests.collection import Manifests, parse_manifests, read_yaml_files
from .manifests.context import Context
from .manifests.options import OptionError, Options, parse_options
from .manifests.outside import parse_outside
from .manifests.yaml_lines import parse_yaml


def read_site_manifests(site: Site) -> tuple[Context, Mapping[str, str]]:
    """Return the manifests and options of a site, and the texts of the files with its facts by path.

    Raises:
        OptionError: An option cannot be used, or packages for the checks are not installed.
        OSError: The manifests cannot be read.
    """
    options, declared = read_options(site.options["kube"], site.root)
    texts = read_yaml_files(os.path.join(site.root, options.manifests), display_folder=options.folder)
    return Context(parse_with_variants(texts, options), options), texts | declared


def parse_with_variants(texts: Mapping[str, str], options: Options) -> Manifests:
    """Return the manifests in texts, with the files that the option `variants` names marked as such.

    Raises:
        OptionError: The option names a file that does not exist.
    """
    paths = {name: posixpath.join(options.folder, name) for name in options.variants}
    if missing := [name for name, path in paths.items() if path not in texts]:
        raise OptionError("variants", f"`variants` has `{missing[0]}`, and `manifests` has no such file")
    return parse_manifests(texts, namespace=options.namespace, variants=paths.values())


def read_options(raw: object, root: str) -> tuple[Options, dict[str, str]]:
    """Return the options in plain data, and the text of the file that `outside` names, if any, by its path.

    Raises:
        OptionError: An option cannot be used, or packages for the checks are not installed.
    """
    raw = {} if raw is None else raw
    declared = {}
    if isinstance(raw, Mapping) and (path := str(raw.get("outside"))).endswith((".yaml", ".yml")):
        try:
            with open(os.path.join(root, path), encoding="utf-8") as file:
                declared = {path: file.read()}
            entries = parse_outside(declared[path], path)
        except (OSError, ValueError) as error:
            raise OptionError("outside", f"`outside` cannot be read: {error}") from error
        raw = {**raw, "outside": {id_: dict(entry.data) for id_, entry in entries.items()}}
    options = parse_options(raw)
    if not (find_spec("kubernetes_validate") and find_spec("jsonschema")):
        raise OptionError("", "`kube` needs more packages: pip install 'mkdocs-live-diagrams[kube]'")
    versions = schemas.list_versions()
    if options.version and options.version not in versions:
        message = f"`version` is {options.version}; there are schemas for {versions[0]} to {versions[-1]}"
        raise OptionError("version", message)
    return options, declared


def find_option_line(site: Site, option: str) -> int:
    """Return the line of an option in the site's configuration, else that of `kube`, else 1."""
    try:
        with open(os.path.join(site.root, site.config), encoding="utf-8") as file:
            documents, _ = parse_yaml(file.read())
    except (OSError, ValueError):
        return 1
    end = ("checks", "kube", option) if option else ("checks", "kube")
    for document in documents:
        for path, line in document.lines.items():
            if path[-len(end) :] == end:
                return line
    return 1

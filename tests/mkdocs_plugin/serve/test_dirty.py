"""`mkdocs serve --dirty` builds only the pages that have changed; the figures of all others stay live."""

from .served import FILES, prepared, serving, until


def test_after_a_dirty_build_the_figures_of_other_pages_still_change(tmp_path):
    served = prepared(tmp_path, FILES)
    with serving(served, "--dirty"):
        warnings = served.said.count("WARNING")
        for number in (1, 2):
            figure = f"![Hosts {number}](diagram:hosts)"
            served.edit("docs/words.md", "No figure.", f"A figure.\n\n{figure}\n\nNo figure.")
            until(lambda number=number: f"Hosts {number}" in served.get("words/"), lambda: served.said)
            built = number + 1
            until(lambda built=built: served.builds == built, lambda: served.said)
            # MkDocs says only once that a build took 0.19 seconds, but each time that browsers are reloaded.
            until(
                lambda number=number: served.said.count("Reloading browsers") == number, lambda: served.said
            )
            served.edit("data/hosts.csv", "beta", "gamma beta")
            for page in ("", "other/", "words/"):
                until(
                    lambda page=page, number=number: served.get(page).count(">gamma<") >= number,
                    lambda: served.said,
                )
            assert served.builds == built
        # No script is taken for unused because its page was not built.
        assert served.said.count("WARNING") == warnings, served.said

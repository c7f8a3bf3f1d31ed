"""Other plugins, themes and builders: a site with figures, built with each of them; see `__main__`."""

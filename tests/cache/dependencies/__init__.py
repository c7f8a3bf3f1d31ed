"""The ways in which a figure can depend on something, and what happens to each.

Each row is one of the table in `docs/handbook/caching.md`, with its cases.
"""

from tests.cache.dependencies import followed, unfollowed

ROWS = followed.ROWS + unfollowed.ROWS

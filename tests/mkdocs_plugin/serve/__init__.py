"""Tests of `mkdocs serve`: real servers, and a real browser that has a page open."""

"""The API for authors of checks, the rules that every site has, and reports."""

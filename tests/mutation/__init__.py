"""Mutation tests of the guide: one fact is changed at a time, and the checks have to find it.

    python -m tests.mutation

A mutant is derived from the sources as they are: manifests are parsed, scripts are read as tokens. So a new
chapter brings mutants of its own.
"""

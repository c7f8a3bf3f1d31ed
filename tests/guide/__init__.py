"""The guide as readers get it."""

"""What was rendered before, and whether it is still valid: the store, recipes, dependencies."""

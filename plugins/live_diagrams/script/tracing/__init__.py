"""Following what a script reads while it runs, and noticing what cannot be followed."""

"""What a project shares with other machines: a cache, and its part of the work."""

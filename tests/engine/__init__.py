"""The engine: scripts that run apart from the build, what is remembered of them, what they described."""

"""The engine: figures from the cache or from processes, and what they depend on."""

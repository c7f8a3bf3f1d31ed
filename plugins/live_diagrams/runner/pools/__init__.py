"""The side of the build: jobs go into a pool, and what comes of them goes to whoever asked."""

"""Empty: environments installed before the pytest plugin was removed still import this module."""

"""A cache that several machines share, behind the store of each: a folder at an address."""

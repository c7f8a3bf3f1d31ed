"""Running an author's script and recording what it draws."""

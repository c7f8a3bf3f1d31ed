"""What readers see, measured in a real browser."""

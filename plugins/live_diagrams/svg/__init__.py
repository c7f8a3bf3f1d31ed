"""From a layout to a drawing: shapes, text, icons, colours, and the description in words."""

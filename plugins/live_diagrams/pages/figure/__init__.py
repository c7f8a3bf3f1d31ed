"""One figure as HTML: its drawings, controls, steps, description and script."""

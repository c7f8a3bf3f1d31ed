"""From a figure's name to the figure: the pipeline, scripts, combinations, statistics."""

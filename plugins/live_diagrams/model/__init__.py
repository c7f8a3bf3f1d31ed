"""The data that passes between the other folders: graphs, figures, settings, messages, errors. No I/O."""

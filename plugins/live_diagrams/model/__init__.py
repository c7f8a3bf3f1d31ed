"""What passes between the rooms: graphs, figures, embeds, parameters, jobs and errors. No I/O."""

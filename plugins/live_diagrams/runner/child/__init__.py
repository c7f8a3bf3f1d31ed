"""What happens inside the child process of one figure, from the job to the result."""

"""The pipeline's components, one job a file."""

"""The commands, one module a family: options in, one call, lines and an exit code out."""

"""The commands, one module a family. Each is thin: options in, one call, lines and exit code out."""

"""Being told: named rules in `railwatch.toml` say of which events, and where to."""

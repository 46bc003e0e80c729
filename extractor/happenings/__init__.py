"""What is one happening, what another, and what none: in one sentence, then in an article."""

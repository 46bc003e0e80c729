"""Which names, times and figures fill the slots of an event: in one sentence, then in a report."""

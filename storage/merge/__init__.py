"""Merging: reports of one happening, by many articles, become one event.

`weights` says what speaks for and against; `compare`, with `times` and `places`, looks at two
reports; `candidates` finds whom to compare; `clusters` groups them; `summary`, with `choices`,
`figures` and `titles`, says what a group tells; `store` and `history` keep it; `driver` does all
this for what has changed.
"""

from storage.merge.driver import merge_events, rebuild_events

__all__ = ["merge_events", "rebuild_events"]

"""Merging: reports of one happening, by many articles, become one event.

`weights` says what speaks for and against; `compare`, with `times`, `runs`, `places` and
`stations`, looks at two reports; `candidates` finds whom to compare; `clusters` groups them;
`summary`, with `choices`, `figures` (`spans`, `counting`) and `titles`, says what a group tells;
`store` and `history` keep it; `driver` does all this for what has changed.
"""

from storage.merge.driver import merge_events, rebuild_events
from storage.merge.explain import Explanation, Link, explain_event
from storage.merge.origins import Chain

__all__ = ["Chain", "Explanation", "Link", "explain_event", "merge_events", "rebuild_events"]

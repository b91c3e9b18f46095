"""One print from its start to its end, each event once (docs/lifecycle.md).

    observe ── a report or poll ──┐
                                  ├─► new state, events that follow
    reconcile ── the history ─────┘

An observation is put into a `Context` (how sure it is). `starts`, `ends` and `in_print`
each decide one thing and return a new state; `history` adds what only the account
knows; `changes` notes events and keeps them in order; `timing` lists all durations.
"""

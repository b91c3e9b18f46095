"""What prints cost (docs/costs.md).

`settings` are what a person has configured, `meter` reads entities of Home Assistant,
`manager` counts while prints go on, and `records` stores what they cost. `retracing`
completes those that ended unseen, with what `retrospect` finds in the recorder, and
`exporting` hands it the sums of `statistics`.
"""

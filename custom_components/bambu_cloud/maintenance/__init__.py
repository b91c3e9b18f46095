"""What a printer needs from time to time (docs/maintenance.md).

`tasks` lists what Bambu Lab recommends for each family, `due` decides when it is time,
`manager` stores what was done.
"""

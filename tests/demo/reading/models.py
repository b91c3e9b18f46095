"""Read what models have, by their codes (protocol E.2)."""

X1 = frozenset({"BL-P001", "BL-P002", "C13"})
P1 = frozenset({"C11", "C12"})
A1 = frozenset({"N1", "N2S"})
H2 = frozenset({"O1S", "O1D", "O1E", "O2D", "O1C", "O1C2"})
DUAL = (H2 - {"O1S"}) | {"N6"}
"""With a left and a right nozzle."""
WITH_CHAMBER = X1 | H2 | {"N7", "N6"}
WITH_CHAMBER_HEATER = H2 | {"C13", "N6"}
WITH_AUXILIARY_FANS = X1 | P1 | H2 | {"N7", "N6"}
DOOR_IN_STAT = H2 | {"N7", "N6"}
DOOR_SINCE = {
    "BL-P001": (1, 7, 0, 0),
    "BL-P002": (1, 7, 0, 0),
    "C13": (1, 1, 2, 0),
}
"""First firmware whose `home_flag` has the door."""

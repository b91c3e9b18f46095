"""The public service with texts of errors (protocol A.12)."""

from collections.abc import Mapping

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import answer

type Texts = dict[str, dict[str, str]]
"""By language, then by code as it travels."""

_UNITS = {"07": "AMS", "12": "AMS lite", "18": "AMS HT"}
_EMPTY_SLOTS = {
    f"{module}{unit:02X}2{slot}0000020001": f"{name} {unit + 1}: slot {slot + 1} empty"
    for module, name in _UNITS.items()
    for unit in range(4)
    for slot in range(4)
}
_EMPTY_UNITS = {
    f"{module}{unit:02X}8011": f"The spool in {name} {unit + 1} is empty. Load another."
    for module, name in _UNITS.items()
    for unit in range(4)
}
# Codes have 16 digits for the health system and 8 for print errors. Both cases of
# letters occur, and texts that are empty: those codes are internal (protocol C.7.1).
# Looked up at every request.
TEXTS: Texts = {
    "en": _EMPTY_SLOTS
    | _EMPTY_UNITS
    | {
        "0300010000010007": "The sensor under the bed gives no sensible temperature.",
        "0500040000030057": "The air is being cleaned; the fans run on for a while.",
        "0500050000010007": "The printer did not trust a command and ignored it.",
        "0500060000040070": "For your information: the mainboard has been updated.",
        "0c00030000030007": "The camera sees something on the plate that is no print.",
        "0C0001000002001B": "",
        "03004000": "The printer could not find the height of the bed and gave up.",
        "0300400C": "Somebody has canceled the print.",
        "0300400D": "The job cannot go on where the power failure stopped it.",
        "03008000": "The print was paused for a reason that is not known.",
        "03008001": "Somebody has paused the print.",
        "03008002": "The first layer has flaws.",
        "03008003": "Loose threads instead of layers: the print has come off.",
        "03008004": "The spool is empty. Load another to go on.",
        "03008005": "The cover of the toolhead has come off.",
        "03008008": "The nozzle does not get as hot as it should.",
        "0300800B": "The cutter does not come back to its place.",
        "0300800F": "The door is open.",
        "03008014": "Filament covers the nozzle.",
        "03008015": "The spool outside the printer is empty. Load another.",
        "03008016": "Nothing comes out of the nozzle: it is clogged.",
        "03008017": "Something lies on the bed.",
        "03008019": "There is no build plate.",
        "0500400E": "Somebody has canceled the print.",
        "0500803C": "The printer waits for an answer before it prints.",
        "05008013": "The file is no longer on the storage.",
        "0500C010": "The storage cannot be read or written.",
        "07008010": "The motor that helps the AMS to feed has too much to pull.",
        "07FF8011": "The spool outside the printer is empty. Load another to go on.",
        "0C008001": "The first layer has flaws.",
        "0C008009": "The marker of the build plate cannot be found.",
        "0C00001B": "",
    },
    "de": {
        "0300010000010007": "Der Fühler am Bett meldet Unsinn.",
        "0C00030000030007": "Auf der Platte liegt etwas, das nicht zum Druck gehört.",
        "03004000": "Die Höhe des Betts bleibt unbekannt, der Druck endet.",
        "03008004": "Die leere Spule braucht Ersatz, dann geht es weiter.",
        "12008011": "Die leere Spule im AMS lite braucht Ersatz.",
    },
}
_NP = {
    "0501040000030002": "The rods have run dry: grease them.",
    "0500060000020070": "",
    "050001000002000B": "",
    "0500060000020054": "",
    "0503000000030027": "",
    "0500C010": "The USB stick cannot be read or written.",
}
_TWO_NOZZLES = {"03008016": "Nothing comes out of one of the nozzles: it is clogged."}
OWN_TEXTS: dict[str, Texts] = {
    prefix: {
        "en": _NP | more,
        "de": {"0500C010": "Der USB-Stick kann nicht gelesen werden."},
    }
    for prefix, more in {
        "093": {},
        "094": _TWO_NOZZLES,
        "20P": _TWO_NOZZLES,
        "22E": {},
        "239": _TWO_NOZZLES,
        "26A": {},
        "31B": _TWO_NOZZLES,
    }.items()
}
"""How the lists of models with one of their own differ, by the start of a serial.

One without any language is yet to be filled.
"""


def _texts(language: str, device: str) -> Mapping[str, str]:
    """Return all texts of a language, for printers of a kind."""
    common = TEXTS.get(language, {})
    if (own := OWN_TEXTS.get(device)) is None:
        return common
    return common | own.get(language, {}) if own else {}


async def _query(request: web.Request) -> web.Response:
    """Return all texts of one language, which may be none."""
    language, device = request.query.get("lang", "en"), request.query.get("d", "")
    rows = [
        {"ecode": code, "intro": text}
        for code, text in _texts(language, device).items()
    ]
    body: Payload = {
        "device_hms": {language: [row for row in rows if len(row["ecode"]) == 16]},
        "device_error": {language: [row for row in rows if len(row["ecode"]) == 8]},
    }
    return answer({"result": 0, "t": 1767261600, "data": body})


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the text service, which needs no token."""
    router.add_get("/query.php", _query)

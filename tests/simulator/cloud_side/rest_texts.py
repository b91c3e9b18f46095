"""The public service with texts of errors (protocol A.12)."""

from aiohttp import web

from tests.simulator.printer.state import Payload

from .answers import answer

# By code as it travels: 16 digits for the health system, 8 for print errors. Both
# cases of letters occur. Looked up at every request.
TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "0300010000010007": "The sensor under the bed gives no sensible temperature.",
        "0500060000020070": "A module of the mainboard answers later than it should.",
        "0c00030000030007": "The camera sees something on the plate that is no print.",
        "0500050000010007": "The printer did not trust a command and ignored it.",
        "07008010": "The motor that helps the AMS to feed has too much to pull.",
        "03004000": "The printer could not find the height of the bed and gave up.",
        "0300400D": "The job cannot go on where the power failure stopped it.",
        "03008003": "Loose threads instead of layers: the print has come off.",
        "03008004": "The spool is empty. Load another to go on.",
        "0300800B": "The cutter does not come back to its place.",
        "03008016": "Nothing comes out of the nozzle: it is clogged.",
        "0500C010": "The storage cannot be read or written.",
        "12008011": "The spool in the AMS lite is empty. Load another to go on.",
        "18008011": "The spool in the AMS HT is empty. Load another to go on.",
    },
    "de": {
        "0300010000010007": "Der Fühler am Bett meldet Unsinn.",
        "0C00030000030007": "Auf der Platte liegt etwas, das nicht zum Druck gehört.",
        "03004000": "Die Höhe des Betts bleibt unbekannt, der Druck endet.",
        "03008004": "Die leere Spule braucht Ersatz, dann geht es weiter.",
        "12008011": "Die leere Spule im AMS lite braucht Ersatz.",
    },
}


async def _query(request: web.Request) -> web.Response:
    """Return all texts of one language, which may be none."""
    language = request.query.get("lang", "en")
    rows = [
        {"ecode": code, "intro": text} for code, text in TEXTS.get(language, {}).items()
    ]
    body: Payload = {
        "device_hms": {language: [row for row in rows if len(row["ecode"]) == 16]},
        "device_error": {language: [row for row in rows if len(row["ecode"]) == 8]},
    }
    return answer({"result": 0, "t": 1767261600, "data": body})


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the text service, which needs no token."""
    router.add_get("/query.php", _query)

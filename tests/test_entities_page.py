"""The page about entities has each of them, and says truly which are on at first."""

from collections.abc import Iterator
import re
from typing import Any

from tests.helpers.descriptions import TABLES
from tests.helpers.pages import read_page
from tests.helpers.translations import ENGLISH

_ROW = re.compile(r"^\| (.+?) \| `(\w+\.\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)

type Row = tuple[str, str, str]
"""Name, platform and key, and whether it is on at first."""


def described() -> Iterator[Row]:
    """Yield what the descriptions say."""
    for platform, table in TABLES.items():
        words = ENGLISH["entity"][platform]
        for item in table:
            own = words.get(item.key, {}).get("name")
            name = own or str(item.device_class).capitalize()
            name = name.replace("{slot}", "1 to 4").replace("{spool}", "Spool")
            yield name, f"{platform}.{item.key}", at_first(item)


def at_first(description: Any) -> str:
    """Return whether an entity is on at first."""
    if not description.entity_registry_enabled_default:
        return "off"
    return "one of two" if getattr(description, "twin_fn", None) else "on"


def test_each_entity_has_its_reason() -> None:
    """Each entity has one row, as it is, with a reason."""
    rows = _ROW.findall(read_page("docs/entities.md"))
    assert sorted(row[:3] for row in rows) == sorted(described())
    assert all(reason for *_, reason in rows)


def test_the_readme_leads_there() -> None:
    """Owners find the page from where entities are listed."""
    assert "(docs/entities.md)" in read_page("README.md")

"""Long-term statistics of prints for the recorder; only where there is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2s

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    get_last_statistics,
    get_metadata,
)
from homeassistant.const import UnitOfMass, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import slugify
from homeassistant.util.unit_conversion import DurationConverter, MassConverter

from ..const import DOMAIN
from .totals import Totals

_TEXTS = f"component.{DOMAIN}.config_panel.statistics"
_HOUR = 3600
_SAME = 0.01
_LONGEST = 32
"""Letters of a material that deserves a statistic of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One statistic of a printer."""

    key: str
    text: str
    """Key of its name in the translations."""
    unit: str | None
    unit_class: str | None
    sums: Mapping[datetime, float]
    material: str = ""


def _series(totals: Mapping[datetime, Totals]) -> Iterator[Series]:
    """Return all statistics of a printer."""
    finished = {hour: float(total.finished) for hour, total in totals.items()}
    failed = {hour: float(total.failed) for hour, total in totals.items()}
    hours = {hour: total.seconds / _HOUR for hour, total in totals.items()}
    for key, sums in (("prints_finished", finished), ("prints_failed", failed)):
        yield Series(key=key, text=key, unit=None, unit_class=None, sums=sums)
    yield Series(
        key="print_time",
        text="print_time",
        unit=UnitOfTime.HOURS,
        unit_class=DurationConverter.UNIT_CLASS,
        sums=hours,
    )
    yield _filament("", {hour: total.weight for hour, total in totals.items()})
    materials = defaultdict(list)
    for material in {name for total in totals.values() for name in total.weights}:
        if material and len(material) <= _LONGEST:
            materials[slugify(material)].append(material)
    for slug, names in sorted(materials.items()):
        yield _filament(
            min(names),
            {
                hour: sum(total.weights.get(name, 0) for name in names)
                for hour, total in totals.items()
            },
            f"_{slug}",
        )


def _filament(
    material: str, sums: Mapping[datetime, float], suffix: str = ""
) -> Series:
    """Return how much of a material, or of all, was used."""
    return Series(
        key=f"filament_used{suffix}",
        text="material_used" if material else "filament_used",
        unit=UnitOfMass.GRAMS,
        unit_class=MassConverter.UNIT_CLASS,
        sums=sums,
        material=material,
    )


def id_of(serial: str, key: str) -> str:
    """Return the id of one of a printer's statistics, whichever account it has.

    Ids are in logs and in dashboards that people show to others: no serial is in them.
    """
    return f"{DOMAIN}:{blake2s(serial.encode(), digest_size=6).hexdigest()}_{key}"


async def async_export(
    hass: HomeAssistant, serial: str, printer: str, totals: Mapping[datetime, Totals]
) -> None:
    """Add to the recorder what it does not have of a printer's prints."""
    await async_export_series(hass, serial, printer, _series(totals))


async def async_export_series(
    hass: HomeAssistant, serial: str, printer: str, every: Iterable[Series]
) -> None:
    """Add to the recorder what it does not have of a printer's statistics.

    What it has is compared, not remembered: a new database is filled again, and a print
    that the cloud lists late counts in its own hour.
    """
    texts = await async_get_translations(
        hass, hass.config.language, "config_panel", {DOMAIN}
    )
    all_series = {id_of(serial, series.key): series for series in every}
    stored = await get_instance(hass).async_add_executor_job(
        partial(get_metadata, hass, statistic_ids=set(all_series))
    )
    for statistic_id, series in all_series.items():
        new = await _async_new(hass, statistic_id, series.sums)
        name = texts[f"{_TEXTS}.{series.text}"].format(
            printer=printer, material=series.material
        )
        is_named = statistic_id in stored and stored[statistic_id][1]["name"] == name
        if not new and is_named:
            continue
        metadata = StatisticMetaData(
            has_sum=True,
            mean_type=StatisticMeanType.NONE,
            name=name,
            source=DOMAIN,
            statistic_id=statistic_id,
            unit_class=series.unit_class,
            unit_of_measurement=series.unit,
        )
        rows = [
            StatisticData(start=hour, state=round(total, 3), sum=round(total, 3))
            for hour, total in new.items()
        ]
        async_add_external_statistics(hass, metadata, rows)


async def _async_new(
    hass: HomeAssistant, statistic_id: str, sums: Mapping[datetime, float]
) -> Mapping[datetime, float]:
    """Return the hours after the last one of the recorder, or all if that differs."""
    recorder = get_instance(hass)
    rows = await recorder.async_add_executor_job(
        partial(
            get_last_statistics,
            hass,
            1,
            statistic_id,
            convert_units=False,
            types={"sum"},
        )
    )
    if not (found := rows.get(statistic_id)):
        return sums
    start, total = found[0]["start"], found[0]["sum"] or 0
    before = [hour for hour in sums if hour.timestamp() <= start]
    same = before and before[-1].timestamp() == start
    if same and abs(sums[before[-1]] - total) < _SAME:
        return {hour: total for hour, total in sums.items() if hour not in before}
    recorder.async_clear_statistics([statistic_id])
    return sums

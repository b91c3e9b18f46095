"""Make reports of AMS units and their trays."""

from collections.abc import Mapping
from typing import Any

TAGGED: Mapping[str, Any] = {
    "tray_type": "PLA",
    "tray_sub_brands": "PLA Matte",
    "tray_info_idx": "GFA01",
    "tray_id_name": "A01-K1",
    "tray_color": "7D6556FF",
    "cols": ["7D6556FF"],
    "ctype": 0,
    "remain": 93,
    "tray_weight": "1000",
    "total_len": 330000,
    "tray_diameter": "1.75",
    "nozzle_temp_min": "190",
    "nozzle_temp_max": "230",
    "bed_temp": "35",
    "drying_temp": "55",
    "drying_time": "8",
    "tag_uid": "DE6CF07300000100",
    "tray_uuid": "5F3D8925633343C29FB9A97FA9125970",
    "cali_idx": -1,
    "state": 11,
}
"""A spool whose tag was read."""

UNTAGGED: Mapping[str, Any] = {
    "tray_type": "PETG",
    "tray_sub_brands": "",
    "tray_info_idx": "GFG99",
    "tray_id_name": "",
    "tray_color": "161616FF",
    "remain": 0,
    "tray_weight": "0",
    "total_len": 330000,
    "tray_diameter": "0.00",
    "nozzle_temp_min": "220",
    "nozzle_temp_max": "270",
    "bed_temp": "0",
    "tray_temp": "0",
    "tray_time": "0",
    "tag_uid": "0000000000000000",
    "tray_uuid": "00000000000000000000000000000000",
    "k": 0.019999999552965164,
    "cali_idx": -1,
    "state": 11,
}
"""A spool of which the owner told the printer."""

BLANK: Mapping[str, Any] = {
    **UNTAGGED,
    "tray_type": "",
    "tray_info_idx": "",
    "tray_color": "00000000",
    "cols": ["00000000"],
    "tray_diameter": "1.75",
    "nozzle_temp_min": "0",
    "nozzle_temp_max": "0",
}
"""A place for a spool of which nobody knows anything."""


def ams(*units: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    """Return what a report says about AMS units."""
    return {"ams": {"ams": list(units), **fields}}


def unit(
    *trays: Mapping[str, Any],
    id: str = "0",  # noqa: A002  # wire
    **fields: Any,
) -> dict[str, Any]:
    """Return a unit with these trays."""
    return {"id": id, "temp": "24.6", **fields, "tray": list(trays)}


def modules(**serials: str) -> dict[str, Any]:
    """Return an answer to `get_version`; "ams_0" names the module "ams/0"."""
    listed = [
        {"name": "/".join(name.rsplit("_", 1)), "sn": serial, "sw_ver": "00.00.06.49"}
        for name, serial in serials.items()
    ]
    return {"info": {"command": "get_version", "module": listed}}

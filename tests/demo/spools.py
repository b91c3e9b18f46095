"""Spools that the owner of the demonstration has in the filament manager."""

from tests.simulator import X1C_SERIAL, SimulatedCloud

_GRAMS = (820, 460, 95, 240)


def stock(cloud: SimulatedCloud) -> None:
    """Enter the spools in the AMS of the X1C, and some that were entered by hand."""
    shelf = cloud.spools_of()
    for slot, grams in enumerate(_GRAMS):
        spool = cloud.simulated(X1C_SERIAL).ams.slot(0, slot).spool
        if spool is None or not spool.data.get("tray_uuid", "").strip("0"):
            continue
        shelf.put(
            createType="ams",
            RFID=spool.data["tray_uuid"],
            filamentVendor="Bambu Lab",
            filamentType=spool.data["tray_type"],
            filamentName=spool.data["tray_sub_brands"],
            filamentId=spool.data["tray_info_idx"],
            color=f"#{spool.data['tray_color']}",
            netWeight=grams,
            totalNetWeight=1000,
            rolls=1,
        )
    black = {"filamentType": "PETG", "filamentName": "PETG", "color": "#1A1A1A"}
    shelf.put(**black, displayName="Black on the shelf", netWeight=70, note="shelf 3")
    shelf.put(**black, displayName="Empty", depleted=True)

"""Add the integration's own dashboard, as its owner would in the dialog."""

from .client import Client

PATH = "bambu-printers"
STRATEGY = {"strategy": {"type": "custom:bambu-cloud"}}


async def save_dashboard(client: Client) -> None:
    """Store the dashboard and let Home Assistant open with it."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=PATH,
        mode="storage",
        title="3D printers",
        icon="mdi:printer-3d",
        show_in_sidebar=True,
    )
    await client.command("lovelace/config/save", url_path=PATH, config=STRATEGY)
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": PATH}
    )

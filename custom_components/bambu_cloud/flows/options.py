"""Change the options of an account."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.core import callback
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from ..const import (
    CONF_ALLOW_GCODE,
    CONF_CAMERAS,
    CONF_MAINTENANCE,
    CONF_PRINTER,
)
from ..costs.settings import CONF_COSTS
from .options_camera import (
    CAMERA_SCHEMA,
    async_camera_errors,
    camera_options,
    printer_schema,
)
from .options_costs import costs_errors, costs_options, costs_schema
from .options_filament import FILAMENT_SCHEMA, filament_values
from .options_general import general_options, general_schema, general_values
from .options_maintenance import (
    maintenance_options,
    maintenance_schema,
    maintenance_values,
)

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

CONTROLS_SCHEMA = vol.Schema(
    {vol.Required(CONF_ALLOW_GCODE, default=False): BooleanSelector()}
)


class BambuOptionsFlow(OptionsFlowWithReload):
    """Let a person choose a subject, and change its options only.

    A step whose options need no restart of the account sets `automatic_reload` to
    False.
    """

    _serial: str
    """Of the printer that was chosen."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the subjects; the printers are those of a loaded account."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        return self.async_show_menu(
            step_id="init",
            menu_options=[
                "general",
                "camera",
                "maintenance",
                "costs",
                "controls",
                "filament",
            ],
        )

    async def async_step_general(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which printers to show, and in what language errors are."""
        entry: BambuConfigEntry = self.config_entry
        names = {
            serial: printer.name or printer.product
            for serial, printer in entry.runtime_data.account.data.items()
        }
        if user_input is not None:
            return self._async_store(general_options(user_input, names))
        return self.async_show_form(
            step_id="general",
            data_schema=self.add_suggested_values_to_schema(
                general_schema(names), general_values(entry.options, names)
            ),
        )

    async def async_step_camera(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whose camera is to be changed."""
        if user_input is not None:
            self._serial = user_input[CONF_PRINTER]
            return await self.async_step_camera_source()
        return self.async_show_form(
            step_id="camera", data_schema=printer_schema(self._printer_names())
        )

    async def async_step_camera_source(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what the camera entity shows."""
        cameras = {**self.config_entry.options.get(CONF_CAMERAS, {})}
        camera = cameras.get(self._serial, {})
        errors: dict[str, str] = {}
        if user_input is not None:
            camera = camera_options(user_input)
            errors = await async_camera_errors(camera)
            if not errors:
                # The cameras apply it by themselves.
                self.automatic_reload = False
                return self._async_store(
                    {CONF_CAMERAS: {**cameras, self._serial: camera}}
                )
        names = self._printer_names()
        return self.async_show_form(
            step_id="camera_source",
            data_schema=self.add_suggested_values_to_schema(CAMERA_SCHEMA, camera),
            description_placeholders={"printer": names.get(self._serial, "")},
            errors=errors,
        )

    async def async_step_maintenance(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whose maintenance is to be changed."""
        if user_input is not None:
            self._serial = user_input[CONF_PRINTER]
            return await self.async_step_maintenance_tasks()
        return self.async_show_form(
            step_id="maintenance", data_schema=printer_schema(self._printer_names())
        )

    async def async_step_maintenance_tasks(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how often a printer needs what."""
        entry: BambuConfigEntry = self.config_entry
        stored = {**entry.options.get(CONF_MAINTENANCE, {})}
        names = self._printer_names()
        if self._serial not in names:
            return self.async_abort(reason="not_loaded")
        model = entry.runtime_data.account.printers[self._serial].data.model.key
        if user_input is not None:
            # The lists read the options whenever they are shown.
            self.automatic_reload = False
            stored[self._serial] = maintenance_options(model, user_input)
            return self._async_store({CONF_MAINTENANCE: stored})
        intervals = stored.get(self._serial, {})
        return self.async_show_form(
            step_id="maintenance_tasks",
            data_schema=self.add_suggested_values_to_schema(
                maintenance_schema(model, intervals),
                maintenance_values(model, intervals),
            ),
            description_placeholders={"printer": names[self._serial]},
        )

    async def async_step_costs(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for which printer costs are to be found."""
        if user_input is not None:
            self._serial = user_input[CONF_PRINTER]
            return await self.async_step_costs_printer()
        return self.async_show_form(
            step_id="costs", data_schema=printer_schema(self._printer_names())
        )

    async def async_step_costs_printer(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what counts the energy of a printer, and for prices."""
        options = self.config_entry.options
        shown: Mapping[str, Any] = options.get(CONF_COSTS, {}).get(self._serial, {})
        errors: dict[str, str] = {}
        if user_input is not None:
            shown = user_input
            if not (errors := costs_errors(self.hass, self._serial, user_input)):
                return self._async_store(
                    costs_options(options, self._serial, user_input)
                )
        names = self._printer_names()
        return self.async_show_form(
            step_id="costs_printer",
            data_schema=self.add_suggested_values_to_schema(
                costs_schema(self.hass.config.currency), shown
            ),
            description_placeholders={"printer": names.get(self._serial, "")},
            errors=errors,
        )

    async def async_step_controls(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether automations may send G-code."""
        if user_input is not None:
            # The action reads the option whenever it is called.
            self.automatic_reload = False
            return self._async_store(user_input)
        return self.async_show_form(
            step_id="controls",
            data_schema=self.add_suggested_values_to_schema(
                CONTROLS_SCHEMA, self.config_entry.options
            ),
        )

    async def async_step_filament(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask when a spool is low, and whether prints are subtracted."""
        if user_input is not None:
            return self._async_store(user_input)
        return self.async_show_form(
            step_id="filament",
            data_schema=self.add_suggested_values_to_schema(
                FILAMENT_SCHEMA, filament_values(self.config_entry.options)
            ),
        )

    @callback
    def _async_store(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Store the options of a subject beside all others."""
        return self.async_create_entry(data={**self.config_entry.options, **options})

    def _printer_names(self) -> dict[str, str]:
        """Return the printers by serial, none if the account was unloaded meanwhile."""
        entry: BambuConfigEntry = self.config_entry
        is_loaded = entry.state is ConfigEntryState.LOADED
        printers = entry.runtime_data.account.printers if is_loaded else {}
        return {serial: printer.display_name for serial, printer in printers.items()}

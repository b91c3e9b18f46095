"""Constants of Bambu Lab Cloud."""

from datetime import timedelta

DOMAIN = "bambu_cloud"
MANUFACTURER = "Bambu Lab"

CONF_ACCESS_CODE = "access_code"
CONF_ALLOW_GCODE = "allow_gcode"
CONF_CAMERAS = "cameras"
CONF_EXPIRES_IN = "expires_in"
CONF_OBTAINED_AT = "obtained_at"
CONF_PREVIEW = "preview"
CONF_PRINTER = "printer"
CONF_REGION = "region"
CONF_STREAM_TYPE = "stream_type"
CONF_UID = "uid"
CONF_WHEN = "when"

# While printers push, the poll finds new and lost printers; else it is all there is.
POLL_LINK_UP = timedelta(minutes=5)
POLL_LINK_DOWN = timedelta(minutes=1)

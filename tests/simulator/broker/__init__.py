"""The cloud's MQTT broker, and the way of reports to it."""

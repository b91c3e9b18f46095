"""The cloud's MQTT broker, and the delivery of reports to it."""

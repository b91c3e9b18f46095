"""The cloud's MQTT broker: reports of printers, and requests to them."""

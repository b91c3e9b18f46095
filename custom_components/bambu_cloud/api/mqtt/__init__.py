"""The cloud's MQTT broker: what printers report, and what they are asked."""

"""The parts of the client, a file for each service of the cloud."""

"""The live cameras of printers: sources, connections, streams and issues."""

"""The services of the cloud, a file for each."""

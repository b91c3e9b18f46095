"""The printers and their AMS units, without sockets and without a clock."""

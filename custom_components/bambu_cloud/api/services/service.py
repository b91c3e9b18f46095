"""What the parts of the client have in common."""

from ..transport import Transport


class Service:
    """Ask one service of the cloud, over the client's transport."""

    def __init__(self, transport: Transport) -> None:
        """Use the client's own way to the cloud."""
        self._transport = transport

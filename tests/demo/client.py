"""Use Home Assistant's interfaces as its frontend does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import aiohttp

from .home_assistant import DemoError

type Listener = Callable[[dict[str, Any]], None]


class Client:
    """A logged-in session: requests over HTTP, commands over a websocket."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        """Use this session and this token."""
        self._session = session
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._token = token
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._listeners: dict[int, Listener] = {}

    async def post(self, path: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an object; return the one that comes back."""
        async with self._session.post(
            f"{self._url}{path}", json=payload, headers=self._headers
        ) as response:
            if response.status >= 400:
                message = f"{path} answered {response.status}: {await response.text()}"
                raise DemoError(message)
            answer: dict[str, Any] = await response.json()
            return answer

    async def fetch(self, path: str) -> bytes | None:
        """Return the content of a path, None if there is nothing."""
        async with self._session.get(
            f"{self._url}{path}", headers=self._headers
        ) as response:
            return await response.read() if response.status == 200 else None

    async def command(self, kind: str, **arguments: Any) -> Any:
        """Run a websocket command and return its result."""
        return await self._send(next(self._ids), kind, arguments)

    async def subscribe(self, listener: Listener, event_type: str) -> None:
        """Call the listener with the data of each such event from now on."""
        number = next(self._ids)
        self._listeners[number] = listener
        await self._send(number, "subscribe_events", {"event_type": event_type})

    async def _send(self, number: int, kind: str, arguments: dict[str, Any]) -> Any:
        """Send a numbered message and wait for its result."""
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "type": kind, **arguments})
        async with asyncio.timeout(30):
            return await answer

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Connect the websocket until the end of the block."""
        async with self._session.ws_connect(f"{self._url}/api/websocket") as socket:
            self._socket = socket
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            if (await socket.receive_json())["type"] != "auth_ok":
                message = "Home Assistant refused its own token"
                raise DemoError(message)
            reader = asyncio.create_task(self._read())
            try:
                yield
            finally:
                reader.cancel()

    async def _read(self) -> None:
        """Dispatch messages until the connection ends."""
        async for message in self._socket:
            content = message.json()
            if content["type"] == "event":
                self._listeners[content["id"]](content["event"]["data"])
            elif answer := self._answers.pop(content["id"], None):
                if content["success"]:
                    answer.set_result(content["result"])
                else:
                    answer.set_exception(DemoError(content["error"]["message"]))
        for answer in self._answers.values():
            answer.set_exception(DemoError("Home Assistant closed the connection"))


@asynccontextmanager
async def onboard(url: str, name: str, password: str) -> AsyncIterator[Client]:
    """Create the owner of a fresh Home Assistant and log in."""
    client_id = f"{url}/"
    async with aiohttp.ClientSession() as session:
        owner = {"name": name.title(), "username": name, "password": password}
        created = await Client(session, url, "").post(
            "/api/onboarding/users",
            {**owner, "client_id": client_id, "language": "en"},
        )
        form = {"grant_type": "authorization_code", "code": created["auth_code"]}
        async with session.post(
            f"{url}/auth/token", data={**form, "client_id": client_id}
        ) as response:
            token = (await response.json())["access_token"]
        client = Client(session, url, token)
        async with client.connected():
            yield client

"""The RTSPS streams of simulated printers, run by the system's Python.

It is GStreamer's RTSP server, which Debian has for its own Python only:

    gir1.2-gst-rtsp-server-1.0 glib-networking python3-gi
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    gstreamer1.0-plugins-ugly

It reads one JSON object a line, and tells in the same way who watches:

    {"do": "open", "id": ..., "address": ..., "port": ..., "code": ..., "pem": ...}
    {"do": "close", "id": ...}
    {"do": "frame", "id": ..., "jpeg": <base64>}
    {"event": "ready"}
    {"event": "opened" | "viewed" | "left" | "closed", "id": ...}

With `--check` it only tells by its exit code whether all of that is there.
"""

import base64
import json
from socket import socket
import sys
import time
from typing import Any

import gi

for module in ("Gst", "GstRtsp", "GstRtspServer"):
    gi.require_version(module, "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402  after the versions

PATH = "/streaming/live/1"
USER = "bblp"
REALM = "LIVE555 Streaming Media"
CHECK_AGAIN_MS = 10
# Like printers, it has a picture from the first key frame on, one each second. Each is
# one slice: Chromium's decoder leaves part of a picture of several slices green.
ELEMENTS = ("appsrc", "jpegdec", "videoconvert", "x264enc", "rtph264pay")
PIPELINE = """(
    appsrc name=camera format=time
        caps=image/jpeg,width=1280,height=720,framerate=15/1
    ! jpegdec ! videoconvert ! video/x-raw,format=I420
    ! x264enc tune=zerolatency sliced-threads=false threads=1 speed-preset=ultrafast
      key-int-max=15 bitrate=1500
    ! rtph264pay name=pay0 pt=96 config-interval=-1
)"""


def report(event: str, **more: str) -> None:
    """Print an event for the process that started this one."""
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


class Stream:
    """The stream of one printer."""

    def __init__(self, name: str, address: str, port: int, code: str, pem: str) -> None:
        """Serve until it is closed."""
        self.name, self.address, self.port = name, address, port
        self.camera: Any = None
        self.began = 0.0
        self.server = GstRtspServer.RTSPServer()
        self.server.set_address(address)
        self.server.set_service(str(port))
        self.server.set_auth(self.auth(code, pem))
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(PIPELINE)
        factory.set_shared(True)
        factory.set_permissions(self.permissions())
        factory.connect("media-configure", self.configure)
        self.server.get_mount_points().add_factory(PATH, factory)
        self.source = self.server.attach(None)

    def auth(self, code: str, pem: str) -> Any:
        """Return an authentication by Digest over TLS with the access code."""
        auth = GstRtspServer.RTSPAuth()
        auth.set_tls_certificate(Gio.TlsCertificate.new_from_pem(pem, -1))
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.set_realm(REALM)
        token = GstRtspServer.RTSPToken()
        token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, USER)
        auth.add_digest(USER, code, token)
        return auth

    def permissions(self) -> Any:
        """Return what clients that logged in may do."""
        permissions = GstRtspServer.RTSPPermissions()
        for name in ("access", "construct"):
            permission = f"media.factory.{name}"
            permissions.add_permission_for_role(USER, permission, True)  # noqa: FBT003  GLib's signature
        return permissions

    def configure(self, _: Any, media: Any) -> None:
        """Start to push pictures to a client."""
        self.camera = media.get_element().get_by_name("camera")
        self.began = time.monotonic()
        media.connect("unprepared", self.unprepared)
        report("viewed", id=self.name)

    def unprepared(self, _: Any) -> None:
        """Stop to push pictures."""
        self.camera = None
        report("left", id=self.name)

    def push(self, jpeg: bytes) -> None:
        """Push a picture to all clients."""
        if self.camera is not None:
            buffer = Gst.Buffer.new_wrapped(jpeg)
            buffer.pts = round((time.monotonic() - self.began) * Gst.SECOND)
            self.camera.emit("push-buffer", buffer)

    def close(self) -> None:
        """Disconnect all clients and stop listening."""
        GLib.source_remove(self.source)
        remove = GstRtspServer.RTSPFilterResult.REMOVE
        self.server.client_filter(lambda _server, _client: remove)
        GLib.timeout_add(CHECK_AGAIN_MS, self.report_closed)

    def report_closed(self) -> bool:
        """Report when the port is closed, which GLib decides."""
        with socket() as attempt:
            if attempt.connect_ex((self.address, self.port)) == 0:
                return True
        report("closed", id=self.name)
        return False


def is_complete() -> bool:
    """Return whether this machine has everything that streams need."""
    has_tls = Gio.TlsBackend.get_default().supports_tls()
    return has_tls and all(Gst.ElementFactory.find(name) for name in ELEMENTS)


def main() -> None:
    """Execute commands until the input ends."""
    loop = GLib.MainLoop()
    streams: dict[str, Stream] = {}

    def read(channel: Any, condition: Any) -> bool:
        line = channel.readline() if condition & GLib.IOCondition.IN else ""
        if not line:
            loop.quit()
            return False
        asked = json.loads(line)
        name = asked["id"]
        if asked["do"] == "open":
            keys = ("address", "port", "code", "pem")
            streams[name] = Stream(name, *(asked[key] for key in keys))
            report("opened", id=name)
        elif asked["do"] == "frame" and name in streams:
            streams[name].push(base64.b64decode(asked["jpeg"]))
        elif asked["do"] == "close" and name in streams:
            streams.pop(name).close()
        return True

    hung = GLib.IOCondition.IN | GLib.IOCondition.HUP
    channel = GLib.IOChannel.unix_new(sys.stdin.fileno())
    GLib.io_add_watch(channel, GLib.PRIORITY_DEFAULT, hung, read)
    report("ready")
    loop.run()


if __name__ == "__main__":
    Gst.init(None)
    if "--check" in sys.argv:
        sys.exit(not is_complete())
    main()

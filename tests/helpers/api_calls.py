"""One call of each operation, with an answer that is read without complaint."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from custom_components.bambu_cloud.api import BambuCloud, BambuError, BambuLoginError
from custom_components.bambu_cloud.api.camera.errors import BambuCameraUnsupportedError
from custom_components.bambu_cloud.api.rest import client, totp
from custom_components.bambu_cloud.api.rest.operation import Operation
from custom_components.bambu_cloud.api.rest.services import (
    cameras,
    certificates,
    claimed,
    devices,
    history,
    messages,
    presets,
    projects,
    slicer,
    spools,
    uploads,
    user,
)
from tests.helpers.http_server import BOUND, SERIAL

NAME, PASSWORD, CODE = "me@example.com", "hunter2", "123456"
PRESET = presets.NewPreset(kind=presets.PresetKind.FILAMENT, name="a", settings={})
PLATE = projects.PlateFile(number=1, url="https://x.bblmw.com/1", md5="0" * 32)
TASK = history.NewTask(serial=SERIAL, title="a", model_id="US1", profile_id=7)
NEW_SPOOL = spools.NewSpool(name="a")
CHANGES = spools.SpoolChanges(name="a")
FILE = claimed.ClaimedFile(id="f1", name="a.3mf", url="https://x.bblmw.com/1")

TOKEN: Mapping[str, Any] = {
    "accessToken": "t",
    "refreshToken": "t",
    "expiresIn": 7776000,
    "loginType": "",
    "tfaKey": "",
}
CONTEXT: Mapping[str, Any] = {
    "compatibility": {"dev_model_name": "C12", "nozzle_diameter": 0.4},
    "plates": [
        {
            "index": 1,
            "thumbnail": {"name": "1.png", "url": "https://x.bblmw.com/1"},
            "prediction": 3348,
            "weight": 12.6,
            "gcode": {"name": None, "url": None},
            "filaments": [{"id": "1", "type": "PLA", "used_m": "4.16"}],
        }
    ],
}
PROFILE: Mapping[str, Any] = {
    "profile_id": "1",
    "model_id": "US1",
    "name": "a",
    "create_time": "2026-01-01 10:00:00",
    "context": CONTEXT,
    "url": "https://x.bblmw.com/1",
    "md5": "0" * 32,
}
PROJECT: Mapping[str, Any] = {
    "project_id": "1",
    "name": "a.3mf",
    "content": "null",
    "update_time": "2026-01-01 10:00:00",
    "profiles": [PROFILE],
    "upload_url": "https://x.bblmw.com/1",
    "upload_ticket": "T1",
}
ROW: Mapping[str, Any] = {
    "id": 702383065,
    "title": "Benchy",
    "status": 2,
    "startTime": "2026-01-01T10:00:00Z",
    "endTime": "2026-01-01T11:00:00Z",
    "weight": 34.62,
    "length": 1161,
    "costTime": 3600,
    "deviceId": SERIAL,
    "amsDetailMapping": [{"ams": 1, "filamentType": "PLA", "weight": 1, "amsId": 0}],
}
MESSAGE: Mapping[str, Any] = {
    "id": 11,
    "type": 6,
    "taskMessage": {"id": 1001, "title": "Benchy", "status": 2, "deviceId": SERIAL},
    "from": {"uid": 2, "name": "alice"},
    "createTime": "2026-01-01T02:54:12Z",
}
ENTRY: Mapping[str, Any] = {
    "setting_id": "PFUS1",
    "version": "1.9.0.14",
    "name": "Moor PLA @Bambu Lab P1S",
    "update_time": "2024-07-10 06:48:17",
    "filament_id": "P1",
    "nozzle_temperature": [190, 240],
}
GROUP: Mapping[str, Any] = {"public": [ENTRY], "private": [ENTRY]}
SPOOL: Mapping[str, Any] = {
    "id": "1",
    "filamentName": "Moor PLA",
    "RFID": "A1",
    "colors": ["#112233"],
    "netWeight": 800,
    "createdAt": 1767261600,
}
TICKET: Mapping[str, Any] = {
    "ttcode": "A1B2",
    "authkey": "C3",
    "passwd": "D4",
    "region": "us",
    "type": "tutk",
}
CERTIFICATE: Mapping[str, Any] = {"cert": "C", "key": "K", "crl": ["L"]}
JOB: Mapping[str, Any] = {
    "dev_id": SERIAL,
    "task_id": "702383065",
    "task_status": "RUNNING",
    "start_time": "2026-01-01T10:00:00Z",
    "prediction": 3348,
    "progress": 45,
}
OFFER: Mapping[str, Any] = {"version": "01.09.00.00", "force_update": False}
OFFERS: Mapping[str, Any] = {
    "dev_id": SERIAL,
    "version": "01.08.02.00",
    "firmware": [OFFER],
    "ams": [{"device_id": "006", "firmware": [OFFER]}],
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """How to ask an operation, and how it may be answered."""

    ask: Callable[[BambuCloud], Awaitable[Any]]
    good: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    may: tuple[type[BambuError], ...] = ()
    """Errors that an answer of status 200 may stand for, besides unreadable ones."""


CALLS: dict[Operation, Call] = {
    client.LOGIN: Call(
        ask=lambda c: c.login(NAME, PASSWORD), good=TOKEN, may=(BambuLoginError,)
    ),
    client.EMAIL_CODE: Call(ask=lambda c: c.request_code(NAME), may=(BambuLoginError,)),
    client.SMS_CODE: Call(
        ask=lambda c: c.request_code("13800000000"), may=(BambuLoginError,)
    ),
    client.BROWSER_TICKET: Call(
        ask=lambda c: c.login_with_ticket("T1"), good=TOKEN, may=(BambuLoginError,)
    ),
    totp.CSRF: Call(
        ask=lambda c: c.login_with_totp("key", CODE),
        good=TOKEN,
        headers={"Set-Cookie": "bbl_csrf_token=c0ffee; Path=/"},
        may=(BambuLoginError,),
    ),
    totp.TOTP: Call(
        ask=lambda c: c.login_with_totp("key", CODE),
        good=TOKEN,
        headers={"Set-Cookie": "bbl_csrf_token=c0ffee; Path=/"},
        may=(BambuLoginError,),
    ),
    user.ACCOUNT: Call(ask=lambda c: c.account(), good={"uid": 12345678901}),
    user.PROFILE: Call(
        ask=lambda c: c.user.profile(), good={"uidStr": "1", "account": NAME}
    ),
    user.TICKET: Call(ask=lambda c: c.user.ticket("T1")),
    user.LOG_OUT: Call(ask=lambda c: c.user.log_out()),
    messages.MESSAGES: Call(ask=lambda c: c.messages.page(), good={"hits": [MESSAGE]}),
    history.TASKS: Call(ask=lambda c: c.history.page(), good={"hits": [ROW]}),
    history.TASK: Call(ask=lambda c: c.history.task("1"), good=ROW),
    history.RECORD: Call(ask=lambda c: c.history.record(TASK), good={"id": 702383065}),
    history.CLOUD_TASK: Call(
        ask=lambda c: c.history.cloud_task("1"), good={"project_id": "1", "url": "u"}
    ),
    devices.PRINTERS: Call(ask=lambda c: c.printers(), good={"devices": [BOUND]}),
    devices.JOBS: Call(ask=lambda c: c.jobs(), good={"devices": [JOB]}),
    devices.FIRMWARE: Call(ask=lambda c: c.firmware(), good={"devices": [OFFERS]}),
    devices.RENAME: Call(ask=lambda c: c.devices.rename(SERIAL, "a")),
    devices.BIND: Call(ask=lambda c: c.devices.bind(SERIAL, "a", "12345678")),
    devices.UNBIND: Call(ask=lambda c: c.devices.unbind(SERIAL)),
    cameras.SESSION: Call(
        ask=lambda c: c.camera_session(SERIAL),
        good=TICKET,
        may=(BambuCameraUnsupportedError,),
    ),
    projects.PROJECTS: Call(
        ask=lambda c: c.projects.list(), good={"projects": [PROJECT]}
    ),
    projects.PROJECT: Call(ask=lambda c: c.projects.get("1"), good=PROJECT),
    projects.CREATE: Call(ask=lambda c: c.projects.create("a.3mf"), good=PROJECT),
    projects.UPDATE: Call(ask=lambda c: c.projects.add_plates("1", "1", [PLATE])),
    projects.PROFILE: Call(ask=lambda c: c.projects.profile("1", "US1"), good=PROFILE),
    uploads.UPLOAD: Call(
        ask=lambda c: c.uploads.addresses("a.3mf", 1),
        good={"urls": [{"type": "filename", "file": "a", "url": "https://x"}]},
    ),
    uploads.ANNOUNCE: Call(ask=lambda c: c.uploads.announce("T1", "a.3mf")),
    uploads.PROCESSING: Call(
        ask=lambda c: c.uploads.is_processed("T1"), good={"message": "running"}
    ),
    presets.PRESETS: Call(
        ask=lambda c: c.presets.list(),
        good={"print": GROUP, "printer": GROUP, "filament": GROUP},
    ),
    presets.PRESET: Call(
        ask=lambda c: c.presets.get("PFUS1"),
        good={"name": "a", "type": "filament", "public": False, "setting": {"a": "1"}},
    ),
    presets.CREATE: Call(
        ask=lambda c: c.presets.create(PRESET), good={"setting_id": "PFUS1"}
    ),
    presets.CHANGE: Call(ask=lambda c: c.presets.change("PFUS1", PRESET)),
    presets.DELETE: Call(ask=lambda c: c.presets.delete("PFUS1")),
    slicer.RESOURCES: Call(
        ask=lambda c: c.slicer.resources(),
        good={"software": OFFER, "resources": [{"type": "t", **OFFER}]},
    ),
    spools.CATALOG: Call(
        ask=lambda c: c.spools.catalog(),
        good={"categories": ["PLA"], "filamentSettings": [{"filamentId": "GFA00"}]},
    ),
    spools.SPOOLS: Call(ask=lambda c: c.spools.page(), good={"hits": [SPOOL]}),
    spools.ADD: Call(ask=lambda c: c.spools.add(NEW_SPOOL)),
    spools.CHANGE: Call(
        ask=lambda c: c.spools.change("1", CHANGES), good={"filamentV2": SPOOL}
    ),
    spools.DELETE: Call(ask=lambda c: c.spools.delete(["1"])),
    certificates.APPLICATION: Call(
        ask=lambda c: c.certificates.of_application("token", "c2VjcmV0"),
        good=CERTIFICATE,
    ),
    certificates.CERTIFICATE: Call(
        ask=lambda c: c.certificates.get(), good=CERTIFICATE
    ),
    certificates.REPLACE: Call(ask=lambda c: c.certificates.replace("C", "1")),
    claimed.CHANGE_PROFILE: Call(ask=lambda c: c.claimed.change_profile("a")),
    claimed.DEVICE_INFO: Call(
        ask=lambda c: c.claimed.device_info(SERIAL),
        good={"data": {"device_id": SERIAL, "nozzle_temp": 25.5}},
    ),
    claimed.START_PRINT: Call(
        ask=lambda c: c.claimed.start_print(SERIAL, FILE), good={"job_id": "1"}
    ),
    claimed.SEND_FILE: Call(
        ask=lambda c: c.claimed.send_file("a.3mf", b"PK", "1"), good={"file_id": "f1"}
    ),
    claimed.CONFIRM_FILE: Call(ask=lambda c: c.claimed.confirm_file("f1")),
    claimed.FILES: Call(
        ask=lambda c: c.claimed.files(), good={"files": [{"file_id": "f1"}]}
    ),
    claimed.ACCOUNTS: Call(
        ask=lambda c: c.claimed.accounts(claimed.AccountAction.LOGOUT, {})
    ),
    claimed.REFRESH: Call(ask=lambda c: c.claimed.refresh("t")),
    claimed.TOTP: Call(ask=lambda c: c.claimed.login_with_totp("k", CODE), good=TOKEN),
    claimed.FORM: Call(ask=lambda c: c.claimed.login_by_form(NAME, PASSWORD)),
}

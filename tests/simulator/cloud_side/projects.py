"""The projects of accounts, from an empty one to sliced plates (protocol A.8.10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tests.simulator.printer.job import Job
from tests.simulator.printer.state import Payload

from .files import FileStore
from .sliced import sliced

_PROCESSING = timedelta(seconds=3)
_FIRST_PROJECT, _FIRST_PROFILE = 344815100, 128885500


@dataclass(kw_only=True)
class Project:
    """A project with its one profile.

    Attributes:
        ticket: Names the file of the project until it is processed.
        done_at: When the file will be processed, None if nobody announced it.
        plates: Sliced plates as they were told, by number.
    """

    id: str
    profile_id: str
    model_id: str
    name: str
    created_at: datetime
    ticket: str
    done_at: datetime | None = None
    plates: dict[int, Payload] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the storage key of the project's file."""
        return f"projects/{self.id}/{self.name}"


def _time(moment: datetime) -> str:
    """Return a time as projects have it: UTC without a zone."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


class Projects:
    """The projects of all accounts, by account and id."""

    def __init__(self, store: FileStore) -> None:
        """Start with no project."""
        self._store = store
        self._of: dict[str, dict[str, Project]] = {}
        self._numbers = count()

    def of(self, login: str) -> dict[str, Project]:
        """Return the projects of an account by id."""
        return self._of.setdefault(login, {})

    def create(self, login: str, name: str, now: datetime) -> Project:
        """Create an empty project."""
        number = next(self._numbers)
        project = Project(
            id=str(_FIRST_PROJECT + number),
            profile_id=str(_FIRST_PROFILE + number),
            model_id=f"US{number:014x}",
            name=name,
            created_at=now,
            ticket=f"ticket-{number:08x}",
        )
        self.of(login)[project.id] = project
        return project

    def by_ticket(self, login: str, ticket: str) -> Project | None:
        """Return the project whose file a ticket names."""
        found = (each for each in self.of(login).values() if each.ticket == ticket)
        return next(found, None)

    def announce(self, project: Project, now: datetime) -> bool:
        """Start to process a project's file, if it was uploaded."""
        if project.key not in self._store.files:
            return False
        project.done_at = now + _PROCESSING
        return True

    def row(self, project: Project) -> Payload:
        """Return a project as lists show it."""
        printed = [{"plate": number} for number in sorted(project.plates)]
        return {
            "project_id": project.id,
            "user_id": "3141592651",
            "model_id": project.model_id,
            "status": "ACTIVE",
            "name": project.name,
            # The notation of Python, as the real one's (protocol A.8.10).
            "content": str({"printed_plates": printed}) if printed else "null",
            "create_time": _time(project.created_at),
            "update_time": _time(project.done_at or project.created_at),
        }

    def profile_row(self, project: Project, api_url: str, now: datetime) -> Payload:
        """Return the profile of a project."""
        return {
            "profile_id": project.profile_id,
            "model_id": project.model_id,
            "status": "ACTIVE",
            "name": project.name,
            "content": "null",
            "create_time": _time(project.created_at),
            "update_time": _time(project.done_at or project.created_at),
            "context": context(api_url, project.plates or (1,), project.name),
        } | self._file(project, api_url, now)

    def _file(self, project: Project, api_url: str, now: datetime) -> Payload:
        """Return the address of a project's file, empty while it is not processed."""
        stored = self._store.files.get(project.key)
        is_done = project.done_at is not None and project.done_at <= now
        if stored is None or not is_done:
            return {"filename": None, "url": None, "md5": None, "keystore_xml": None}
        address = self._store.sign("GET", project.key, now)
        return {
            "filename": project.name,
            "url": f"{api_url}{address}",
            "md5": stored.md5,
            "keystore_xml": None,
        }


def job_profile(job: Job, store: FileStore, api_url: str, now: datetime) -> Payload:
    """Return the profile that a cloud job prints, with its sliced file."""
    started_at, key = _time(now), f"jobs/{job.profile_id}/{job.task_id}.3mf"
    if key not in store.files:
        store.put(key, sliced(job.objects, labeled=job.labeled))
    return {
        "profile_id": job.profile_id,
        "model_id": job.model_id,
        "status": "ACTIVE",
        "name": job.title,
        "content": "null",
        "create_time": started_at,
        "update_time": started_at,
        "context": context(api_url, (1,), job.title, round(job.seconds)),
        "filename": f"{job.title}.3mf",
        "url": api_url + store.sign("GET", key, now),
        "md5": store.files[key].md5,
        "keystore_xml": None,
    }


def context(
    api_url: str, plates: Iterable[int], title: str, seconds: int = 3348
) -> Payload:
    """Return what the slicer stored in a profile (protocol A.8.10)."""
    return {
        "compatibility": {
            "dev_model_name": "BL-P001",
            "dev_product_name": "X1 Carbon",
            "nozzle_diameter": 0.4,
        },
        "pictures": None,
        "configs": [
            {
                "name": "project_settings.config",
                "dir": "Metadata",
                "url": f"{api_url}/store/project_settings.config",
            }
        ],
        "plates": [_plate(api_url, number, title, seconds) for number in plates],
        "materials": [{"color": "00AE42", "material": "PLA"}],
        "auxiliary_pictures": [],
        "auxiliary_bom": [],
        "auxiliary_guide": [],
        "auxiliary_other": [],
    }


def _plate(api_url: str, number: int, title: str, seconds: int) -> Payload:
    """Return a plate, with numbers as text like real ones."""
    return {
        "index": number,
        "name": f"{title} {number}",
        "thumbnail": {
            "name": f"plate_{number}.png",
            "dir": "Metadata",
            "url": f"{api_url}/store/thumbnails/plate_{number}.png",
        },
        "prediction": seconds,
        "weight": 12.6,
        "gcode": {"name": None, "dir": None, "url": None},
        "filaments": [
            {
                "id": "1",
                "type": "PLA",
                "color": "#00AE42",
                "used_m": "4.16",
                "used_g": "12.60",
            }
        ],
    }

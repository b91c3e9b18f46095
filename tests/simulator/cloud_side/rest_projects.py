"""Projects, profiles and uploads in the API (protocol A.8.9 to A.8.11, A.8.14)."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.printer.state import Payload

from . import covers
from .answers import answer, envelope, forbidden, refusal
from .projects import Project, job_profile
from .rest_account import ACCOUNT

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud


class _Projects:
    """The handlers of the project endpoints."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Serve the projects of this cloud."""
        self._cloud = cloud

    def _of(self, request: web.Request) -> dict[str, Project]:
        """Return the projects of the account."""
        return self._cloud.projects.of(request[ACCOUNT].login)

    def _foreign(self, project_id: str) -> bool:
        """Return whether another account has this project."""
        accounts = self._cloud.accounts
        return any(project_id in self._cloud.projects.of(login) for login in accounts)

    async def listing(self, request: web.Request) -> web.Response:
        """List all projects."""
        rows = map(self._cloud.projects.row, self._of(request).values())
        return envelope(projects=list(rows))

    async def show(self, request: web.Request) -> web.Response:
        """Return one project with its profile."""
        wanted = request.match_info["project"]
        project = self._of(request).get(wanted)
        if project is None:
            return forbidden() if self._foreign(wanted) else _missing()
        return envelope(**self._cloud.projects.row(project), **self._details(project))

    def _details(self, project: Project) -> Payload:
        """Return the fields that only a single project has."""
        cloud = self._cloud
        profile = cloud.projects.profile_row(project, cloud.api_url, cloud.now)
        is_new = project.done_at is None
        return {
            "profiles": [profile],
            "download_url": profile["url"],
            "download_md5": profile["md5"],
            "keystore_xml": None,
            "upload_url": self._upload(project) if is_new else None,
            "upload_ticket": project.ticket if is_new else None,
        }

    def _upload(self, project: Project) -> str:
        """Return the upload address of a project's file."""
        cloud = self._cloud
        return cloud.api_url + cloud.store.sign("PUT", project.key, cloud.now)

    async def create(self, request: web.Request) -> web.Response:
        """Create an empty project."""
        name = (await request.json()).get("name")
        if not isinstance(name, str) or not name:
            return _invalid()
        cloud = self._cloud
        project = cloud.projects.create(request[ACCOUNT].login, name, cloud.now)
        return envelope(
            project_id=project.id,
            model_id=project.model_id,
            profile_id=project.profile_id,
            upload_url=self._upload(project),
            upload_ticket=project.ticket,
        )

    async def update(self, request: web.Request) -> web.Response:
        """Store the sliced plates of a project."""
        project = self._of(request).get(request.match_info["project"])
        if project is None:
            return _missing()
        body = await request.json()
        if body.get("profile_id") != project.profile_id:
            return _invalid()
        for plate in body.get("profile_print_3mf", []):
            project.plates[int(plate["plate_idx"])] = plate
        return envelope()

    async def profile(self, request: web.Request) -> web.Response:
        """Return a profile to its owner."""
        wanted = request.match_info["profile"], request.query.get("model_id")
        cloud = self._cloud
        for project in self._of(request).values():
            if wanted == (project.profile_id, project.model_id):
                return envelope(
                    **cloud.projects.profile_row(project, cloud.api_url, cloud.now)
                )
        if body := self._of_job(request, *wanted):
            return envelope(**body)
        is_foreign = any(
            wanted[0] == project.profile_id
            for login in cloud.accounts
            for project in cloud.projects.of(login).values()
        )
        return forbidden() if is_foreign else _missing()

    def _of_job(
        self, request: web.Request, profile_id: str, model_id: str | None
    ) -> Payload | None:
        """Return the profile of a job on a printer of the account."""
        for printer in self._cloud.printers_of(request[ACCOUNT]).values():
            job = printer.job
            if job is not None and (job.profile_id, job.model_id) == (
                profile_id,
                model_id,
            ):
                cloud = self._cloud
                return job_profile(job, cloud.store, cloud.api_url, cloud.now)
        return None

    async def announce(self, request: web.Request) -> web.Response:
        """Start to process an uploaded file (protocol A.8.9)."""
        body = await request.json()
        details = body.get(body.get("action"), {})
        project = self._cloud.projects.by_ticket(
            request[ACCOUNT].login, str(details.get("ticket"))
        )
        if project is None or not details.get("origin_file_name"):
            return _missing()
        if not self._cloud.projects.announce(project, self._cloud.now):
            return refusal(400, 2, "Bad Request", "nothing was uploaded")
        return envelope()

    async def processing(self, request: web.Request) -> web.Response:
        """Return whether a file is processed."""
        project = self._cloud.projects.by_ticket(
            request[ACCOUNT].login, request.query.get("ticket", "")
        )
        if project is None or project.done_at is None:
            return _missing()
        is_done = project.done_at <= self._cloud.now
        return envelope(message="success" if is_done else "running")

    async def upload(self, request: web.Request) -> web.Response:
        """Sign addresses for a file (protocol A.8.14)."""
        cloud, query = self._cloud, request.query
        owner = request[ACCOUNT].uid
        if models := query.get("models"):
            key = f"prints/{owner}/{models}"
            url = cloud.api_url + cloud.store.sign("PUT", key, cloud.now)
            return envelope(urls=[{"type": "models", "file": models, "url": url}])
        if not {"filename", "size"} <= query.keys() or not query["size"].isdecimal():
            return _invalid()
        name = query["filename"]
        return envelope(
            host=cloud.api_url,
            urls=[
                {
                    "type": kind,
                    "file": name,
                    "url": cloud.api_url
                    + cloud.store.sign("PUT", f"{kind}/{owner}/{name}", cloud.now),
                }
                for kind in ("filename", "size")
            ],
        )

    async def thumbnail(self, request: web.Request) -> web.Response:
        """Return the picture of a plate."""
        body = covers.draw(request.match_info["name"], "00AE42")
        return web.Response(body=body, content_type="image/png")


def _missing() -> web.Response:
    """Return that there is no such thing."""
    return refusal(400, 2, "Bad Request")


def _invalid() -> web.Response:
    """Return that a parameter has the wrong form."""
    return answer({"detail": "Invalid input parameters"}, 422)


def add_routes(router: web.UrlDispatcher, cloud: SimulatedCloud) -> None:
    """Add the project endpoints."""
    projects = _Projects(cloud)
    user = "/v1/iot-service/api/user"
    router.add_get(f"{user}/project", projects.listing)
    router.add_post(f"{user}/project", projects.create)
    router.add_get(user + "/project/{project}", projects.show)
    router.add_patch(user + "/project/{project}", projects.update)
    router.add_get(user + "/profile/{profile}", projects.profile)
    router.add_get(f"{user}/notification", projects.processing)
    router.add_put(f"{user}/notification", projects.announce)
    router.add_get(f"{user}/upload", projects.upload)
    router.add_get("/store/thumbnails/{name}", projects.thumbnail)

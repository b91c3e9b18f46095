"""Projects, from an empty one to a file that can be fetched (protocol A.8.10)."""

from typing import Any

import aiohttp
import pytest

from tests.simulator import SimulatedCloud

from .http_client import IOT, request, request_store

CONTENT = b"PK\x03\x04"


async def created(owner: aiohttp.ClientSession) -> dict[str, Any]:
    """Return a new project."""
    status, project = await request(
        owner, "POST", f"{IOT}/project", {"name": "box.3mf"}
    )
    assert status == 200
    found: dict[str, Any] = project
    return found


def announcement(project: dict[str, Any]) -> dict[str, Any]:
    """Return the request that announces a file."""
    content = {"ticket": project["upload_ticket"], "origin_file_name": "box.3mf"}
    return {"action": "upload", "upload": content}


async def test_from_a_name_to_a_file(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """A file is put, announced, processed for a while, and found again."""
    project = await created(owner)
    path = f"{IOT}/project/{project['project_id']}"
    assert (await request_store("PUT", project["upload_url"], CONTENT))[0] == 200
    notice = announcement(project)
    assert (await request(owner, "PUT", f"{IOT}/notification", notice))[0] == 200
    query = {"action": "upload", "ticket": project["upload_ticket"]}
    _, content = await request(owner, "GET", f"{IOT}/notification", **query)
    assert content["message"] == "running"
    assert (await request(owner, "GET", path))[1]["download_url"] is None

    await cloud.advance(5)

    _, content = await request(owner, "GET", f"{IOT}/notification", **query)
    assert content["message"] == "success"
    _, found = await request(owner, "GET", path)
    assert (found["upload_url"], found["upload_ticket"]) == (None, None)
    assert await request_store("GET", found["download_url"]) == (200, CONTENT)
    _, listed = await request(owner, "GET", f"{IOT}/project")
    assert [row["name"] for row in listed["projects"]] == ["box.3mf"]


async def test_plates_are_reported(owner: aiohttp.ClientSession) -> None:
    """Plates show in the profile, and in the notation of Python in the list."""
    project = await created(owner)
    path = f"{IOT}/project/{project['project_id']}"
    plate = {"comments": "", "md5": "0", "plate_idx": 3, "url": "https://x"}
    body = {"profile_id": project["profile_id"], "profile_print_3mf": [plate]}
    assert (await request(owner, "PATCH", path, body))[0] == 200
    _, listed = await request(owner, "GET", f"{IOT}/project")
    assert listed["projects"][0]["content"] == "{'printed_plates': [{'plate': 3}]}"
    _, profile = await request(
        owner,
        "GET",
        f"{IOT}/profile/{project['profile_id']}",
        model_id=project["model_id"],
    )
    assert [each["index"] for each in profile["context"]["plates"]] == [3]

    wrong = body | {"profile_id": "1"}
    assert (await request(owner, "PATCH", path, wrong))[0] == 422


async def test_what_is_not_there(owner: aiohttp.ClientSession) -> None:
    """An unknown project is a bad request; an unreadable one is forbidden."""
    for method, path, body in (
        ("GET", f"{IOT}/project/1", None),
        ("PATCH", f"{IOT}/project/1", {}),
        ("GET", f"{IOT}/profile/1", None),
        ("GET", f"{IOT}/notification", None),
        ("PUT", f"{IOT}/notification", {"action": "upload"}),
    ):
        assert await request(owner, method, path, body) == (
            400,
            {"message": "", "code": 2, "error": "Bad Request"},
        )
    assert (await request(owner, "POST", f"{IOT}/project", {}))[0] == 422


async def test_projects_of_other_accounts(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """Projects belong to one account."""
    project = await created(owner)
    headers = {"Authorization": f"Bearer {cloud.issue_token('plain@example.com')}"}
    async with aiohttp.ClientSession(cloud.api_url, headers=headers) as other:
        _, listed = await request(other, "GET", f"{IOT}/project")
        assert listed["projects"] == []
        for path in (
            f"{IOT}/project/{project['project_id']}",
            f"{IOT}/profile/{project['profile_id']}",
        ):
            assert (await request(other, "GET", path))[0] == 403


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer t"}, {"Content-Type": "text/plain"}]
)
async def test_signature_is_over_the_headers(
    owner: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    """Token and type of content break the signature (protocol A.8.14)."""
    project = await created(owner)
    status, _ = await request_store("PUT", project["upload_url"], CONTENT, **headers)
    assert status == 403


async def test_addresses_are_for_one_thing_and_a_while(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """What was signed for putting gives nothing away, and expires."""
    _, found = await request(
        owner, "GET", f"{IOT}/upload", filename="a.3mf", size=str(len(CONTENT))
    )
    kinds = {place["type"]: place["url"] for place in found["urls"]}
    assert kinds.keys() == {"filename", "size"}
    assert (await request_store("GET", kinds["filename"]))[0] == 403
    assert (await request_store("PUT", kinds["filename"] + "0", CONTENT))[0] == 403
    assert (await request_store("PUT", kinds["filename"], CONTENT))[0] == 200
    await cloud.advance(601)
    assert (await request_store("PUT", kinds["filename"], CONTENT))[0] == 403
    assert (await request(owner, "GET", f"{IOT}/upload"))[0] == 422
    _, found = await request(owner, "GET", f"{IOT}/upload", models="US1_7_1.3mf")
    assert [place["file"] for place in found["urls"]] == ["US1_7_1.3mf"]

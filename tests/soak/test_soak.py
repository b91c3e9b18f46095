"""Whatever happens on the way, each print fires as it happened, once."""

import asyncio
from random import Random

import aiohttp
import pytest

from custom_components.bambu_cloud.api import BambuCloud, Clock, Region, ReportStream
from custom_components.bambu_cloud.model.sections import job_status
from tests.helpers.clock import nap
from tests.helpers.home import OWNER
from tests.simulator import SimulatedCloud
from tests.soak.counting import say, soak
from tests.soak.facts import ANY
from tests.soak.through_broker import Ear, listening

OUTCOMES = {
    "print_uninterrupted": "finished",
    "print_ok": "finished",
    "print_fails": "failed",
    "print_canceled": "canceled",
}


HARMFUL = ("missed", "duplicated", "wrong ending", "out of order", "stranger")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whole_link(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Each print fires once, as it happened, and at once; whatever printers show."""
    outcome = soak(300, seed, faults=())
    say(outcome)

    shown = capsys.readouterr().out
    assert {kind: outcome.faults[kind] for kind in HARMFUL} == dict.fromkeys(
        HARMFUL, 0
    ), shown
    assert outcome.faults["wrong in-print"] == 0, shown
    delays = [seconds for kind, seconds in outcome.delays if kind == "finished"]
    assert len(delays) > 100
    assert sum(seconds <= 1 for seconds in delays) >= 0.99 * len(delays), shown


@pytest.mark.slow
def test_a_broken_product_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge reads itself what printers sent: without a state, ends are missed."""
    monkeypatch.delitem(job_status._STATUS, "FAILED")

    assert soak(400, seed=1, faults=()).faults["missed"] > 5


@pytest.mark.slow
def test_everything_goes_wrong() -> None:
    """Nearly all ends fire once; `python -m tests.soak` shows the others."""
    outcome = soak(600, seed=1)

    assert outcome.late > 60
    assert sum(outcome.reasons.values()) < outcome.prints / 3
    assert outcome.faults["missed"] <= 0.01 * outcome.prints
    assert outcome.faults["duplicated"] <= 0.01 * outcome.prints


@pytest.mark.slow
async def test_prints_through_the_broker(cloud: SimulatedCloud) -> None:
    """The real client misses nothing either, though the broker drops it at times."""
    random, begin = Random(7), cloud.now
    expected: dict[str, list[str]] = {serial: [] for serial in cloud.printers}
    async with aiohttp.ClientSession() as session:
        client = BambuCloud(session, Region.GLOBAL, clock=Clock(now=lambda: cloud.now))
        client.token = cloud.issue_token(OWNER)
        stream = ReportStream(
            Region.GLOBAL,
            client,
            tls_context=cloud.tls_context(),
            clock=Clock(
                now=lambda: cloud.now,
                monotonic=lambda: cloud.now.timestamp() - begin.timestamp(),
                sleep=nap,
                random=lambda: 0.0,
            ),
        )
        ear = Ear(cloud, client, stream)
        async with listening(ear):
            await _pass(cloud, ear, 120)
            for _ in range(5):
                for serial in cloud.printers:
                    name = random.choice(list(OUTCOMES))
                    expected[serial].append(OUTCOMES[name])
                    await cloud.scenario(serial, name, 200)
                await _pass(cloud, ear, random.uniform(20, 180))
                await cloud.scenario(serial, "broker_drops")
                cloud.faults.duplicate = 9
                await _pass(cloud, ear, 240)
            await _pass(cloud, ear, 900)

    for serial, events in ear.events.items():
        ends = [event for event in events if event.type.value in ANY]
        ends.sort(key=lambda event: event.task_id or "")
        assert [event.type.value for event in ends] == expected[serial]
        assert len({event.task_id for event in ends}) == 5


async def _pass(cloud: SimulatedCloud, ear: Ear, seconds: float) -> None:
    """Let time pass on both sides."""
    for step in range(round(seconds / 4)):
        await cloud.advance(4)
        await asyncio.sleep(0.002)
        if step % 15 == 0:
            await ear.poll()

"""The options of an account are read from what earlier versions stored."""

from datetime import timedelta

from custom_components.bambu_cloud.account.options import Options


def test_stored_names_stay() -> None:
    """What an owner chose counts after each update: no name ever changes."""
    stored = {
        "language": "de",
        "poll_link_down": 2,
        "poll_link_up": 7,
        "unfollowed": ["00M00A000000001"],
    }
    assert Options.from_dict(stored) == Options(
        language="de",
        poll_link_down=timedelta(minutes=2),
        poll_link_up=timedelta(minutes=7),
        unfollowed=frozenset({"00M00A000000001"}),
    )

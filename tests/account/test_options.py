"""The options of an account are read from what earlier versions stored."""

from custom_components.bambu_cloud.account.options import Options


def test_stored_names_stay() -> None:
    """What an owner chose counts after each update: no name ever changes."""
    stored = {"language": "de", "unfollowed": ["00M00A000000001"]}
    assert Options.from_dict(stored) == Options(
        language="de", unfollowed=frozenset({"00M00A000000001"})
    )

"""Every stage has one name."""

from custom_components.bambu_cloud.model import STAGE_SLUGS, STAGES


def test_names_are_distinct() -> None:
    """Two stages never have the same slug, and "idle" is one of them."""
    assert sorted(STAGES) == list(range(78))
    assert len(set(STAGE_SLUGS)) == len(STAGE_SLUGS) == 80
    assert "idle" in STAGE_SLUGS

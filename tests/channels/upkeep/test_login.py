"""The login's secrets as Streamlit finds them."""

from channels.upkeep.login import secrets


def test_the_later_place_is_laid_over_the_first_and_a_broken_one_is_told(tmp_path):
    home, own = tmp_path / "home.toml", tmp_path / "own.toml"
    assert secrets((home, own)) == {}
    home.write_text('[auth]\nclient_id = "home"\n[stewards]\n"a@example.org" = ["enter"]\n')
    own.write_text('[auth]\nclient_id = "own"\n')
    assert secrets((home, own)) == {"auth": {"client_id": "own"}, "stewards": {"a@example.org": ["enter"]}}
    own.write_text("[auth\n")
    assert secrets((home, own)) is None

"""A secret that servers share: the first one's counts."""

from channels.store.engine import open_store
from channels.store.shared_secrets import shared_secret


def test_the_first_servers_secret_is_everybodys(url):
    store = open_store(url)
    assert shared_secret(store, "server.key", b"a" * 32) == b"a" * 32
    assert shared_secret(store, "server.key", b"b" * 32) == b"a" * 32
    assert shared_secret(store, "other", b"b") == b"b"
    store.dispose()

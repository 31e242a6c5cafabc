"""By which addresses phones reach the trainer's machine."""

from ipaddress import ip_address

import pytest

from server import addresses


def test_a_server_for_everybody_is_reached_by_its_hotspot_first():
    found = addresses.reachable("0.0.0.0", 8501, ["127.0.0.1", "192.168.1.57", "10.42.0.1", "169.254.3.4"])
    assert found == ("http://10.42.0.1:8501/", "http://192.168.1.57:8501/")


def test_a_server_for_this_machine_alone_is_reached_by_nobody():
    assert addresses.reachable("127.0.0.1", 8501, ["10.42.0.1"]) == ()
    assert addresses.reachable("localhost", 8501, ["10.42.0.1"]) == ()


def test_a_server_bound_to_one_address_is_reached_by_that():
    assert addresses.reachable("192.168.1.57", 80, ["10.42.0.1"]) == ("http://192.168.1.57:80/",)


def test_this_machine_has_addresses_that_can_be_read():
    assert "127.0.0.1" in addresses.own()
    assert all(ip_address(text).version == 4 for text in addresses.own())


@pytest.mark.parametrize("named", ["https://example.org/money/", "http://10.0.0.9:8501/"])
def test_an_address_that_was_set_stands_first_and_once(monkeypatch, named):
    monkeypatch.setenv("PULYOLU_ADDRESS", named)
    monkeypatch.setenv("PULYOLU_BIND", "10.0.0.9")
    monkeypatch.setenv("PULYOLU_PORT", "8501")
    found = addresses.places()
    assert found[0] == named
    assert len(set(found)) == len(found)
    assert "http://10.0.0.9:8501/" in found

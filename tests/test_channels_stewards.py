"""Who may write: only whoever is on the list, or sits at a machine that nobody else reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.stewards import (
    AT_THIS_MACHINE,
    FORWARDED,
    Desk,
    Role,
    at_this_machine,
    desk,
    is_loopback,
    signed_in,
)

OWN = ("localhost", "127.0.0.1", "[::1]")


def test_the_page_is_there_without_a_login_only_where_nobody_else_reaches_the_server():
    assert desk("", address="127.0.0.1", hosts=OWN, proxies=()) is Desk.HERE
    assert desk("", address="0.0.0.0", hosts=OWN, proxies=()) is Desk.LOGIN
    assert desk("", address="127.0.0.1", hosts=(*OWN, "prices.example.org"), proxies=()) is Desk.LOGIN
    assert desk("", address="127.0.0.1", hosts=(), proxies=()) is Desk.LOGIN
    assert desk("", address="127.0.0.1", hosts=OWN, proxies=("127.0.0.1",)) is Desk.LOGIN


def test_whoever_runs_the_server_can_do_without_the_page():
    assert desk("none", address="127.0.0.1", hosts=OWN, proxies=()) is Desk.NONE
    assert desk("here", address="0.0.0.0", hosts=OWN, proxies=()) is Desk.LOGIN


@pytest.mark.parametrize("name", [*OWN, "LOCALHOST:8501", "127.0.0.1:8501", "[::1]:8501", "127.8.9.1"])
def test_this_machines_names(name):
    assert is_loopback(name)


@pytest.mark.parametrize(
    "name", ["", "example.org", "127.0.0.1.example.org", "10.0.0.1", "localhost.evil", "*"]
)
def test_other_names_are_not_this_machines(name):
    assert not is_loopback(name)


def test_a_header_that_speaks_of_another_machine_keeps_the_page_shut():
    host = {"Host": "127.0.0.1:8501"}
    assert at_this_machine(Desk.HERE, host) is AT_THIS_MACHINE
    assert at_this_machine(Desk.LOGIN, host) is None
    assert at_this_machine(Desk.HERE, {"Host": "prices.example.org"}) is None
    assert at_this_machine(Desk.HERE, {}) is None
    for name in FORWARDED:
        assert at_this_machine(Desk.HERE, {**host, name.title(): "127.0.0.1"}) is None


LIST = {"Aysel@example.org": ["enter", "check"], "x@example.org": "enter", "y@example.org": ["king"]}


def test_an_address_on_the_list_has_the_roles_that_stand_there():
    found = signed_in(LIST, "aysel@EXAMPLE.org", verified=True)
    assert found is not None
    assert found.name == "aysel@example.org"
    assert [role for role in Role if found.may(role)] == [Role.ENTER, Role.CHECK]


@given(st.one_of(st.none(), st.text(), st.integers()), st.sampled_from([True, False, None, "true"]))
def test_nobody_else_has_any(email, verified):
    if email not in {"Aysel@example.org", "aysel@example.org"}:
        assert signed_in(LIST, email, verified=verified) is None


def test_an_address_that_nobody_verified_and_one_without_a_known_role_have_none():
    assert signed_in(LIST, "aysel@example.org", verified=False) is None
    assert signed_in(LIST, "aysel@example.org", verified=None) is None
    assert signed_in(LIST, "x@example.org", verified=True) is None
    assert signed_in(LIST, "y@example.org", verified=True) is None

"""Who may write: only people on the list, or at a machine that nobody else reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.stewards import (
    AT_THIS_MACHINE,
    LOGIN,
    DeskAccess,
    LoginFault,
    Role,
    at_this_machine,
    desk,
    is_loopback,
    login_fault,
    signed_in,
    writer,
)

OWN = ("localhost", "127.0.0.1", "[::1]")


def test_the_page_is_there_without_a_login_only_where_nobody_else_reaches_the_server():
    assert desk("", address="127.0.0.1", hosts=OWN, proxies=()) is DeskAccess.HERE
    assert desk("", address="0.0.0.0", hosts=OWN, proxies=()) is DeskAccess.LOGIN
    assert desk("", address="127.0.0.1", hosts=(*OWN, "prices.example.org"), proxies=()) is DeskAccess.LOGIN
    assert desk("", address="127.0.0.1", hosts=(), proxies=()) is DeskAccess.LOGIN
    assert desk("", address="127.0.0.1", hosts=OWN, proxies=("127.0.0.1",)) is DeskAccess.LOGIN


def test_the_operator_can_do_without_the_page():
    assert desk("none", address="127.0.0.1", hosts=OWN, proxies=()) is DeskAccess.NONE
    assert desk("login", address="127.0.0.1", hosts=OWN, proxies=()) is DeskAccess.LOGIN
    assert desk("here", address="0.0.0.0", hosts=OWN, proxies=()) is DeskAccess.LOGIN
    assert desk("anything", address="127.0.0.1", hosts=OWN, proxies=()) is DeskAccess.HERE


HOST = "127.0.0.1:8501"


@pytest.mark.parametrize("name", [*OWN, "LOCALHOST:8501", "127.0.0.1:8501", "[::1]:8501", "127.8.9.1"])
def test_this_machines_names(name):
    assert is_loopback(name)


@pytest.mark.parametrize(
    "name", ["", "example.org", "127.0.0.1.example.org", "10.0.0.1", "localhost.evil", "*"]
)
def test_other_names_are_not_this_machines(name):
    assert not is_loopback(name)


def test_the_page_is_for_the_holder_of_this_machines_key():
    assert at_this_machine(DeskAccess.HERE, HOST, has_key=True) is AT_THIS_MACHINE
    assert at_this_machine(DeskAccess.HERE, HOST, has_key=False) is None
    assert at_this_machine(DeskAccess.LOGIN, HOST, has_key=True) is None
    assert at_this_machine(DeskAccess.HERE, "prices.example.org", has_key=True) is None
    assert at_this_machine(DeskAccess.HERE, "", has_key=True) is None


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


AUTH = dict.fromkeys(LOGIN, "x") | {"cookie_secret": "x" * 32}
KNOWN = {"is_logged_in": True, "email": "aysel@example.org", "email_verified": True}


def test_without_a_login_the_person_at_the_machine_writes():
    assert writer(DeskAccess.HERE, {}, {}, HOST, has_key=True) == (False, AT_THIS_MACHINE)
    assert writer(DeskAccess.HERE, {"other": 1}, {}, HOST, has_key=False) == (False, None)


def test_where_a_login_is_set_up_nobody_writes_without_it():
    secrets = {"auth": AUTH, "stewards": LIST}
    assert writer(DeskAccess.HERE, secrets, {}, HOST, has_key=True) == (True, None)
    assert writer(DeskAccess.HERE, secrets, KNOWN | {"is_logged_in": False}, HOST, has_key=True) == (
        True,
        None,
    )
    there, who = writer(DeskAccess.LOGIN, secrets, KNOWN, "", has_key=False)
    assert there
    assert who is not None
    assert who.name == "aysel@example.org"


SLIPS = [
    (None, LoginFault.UNREADABLE),
    ({"stewards": LIST}, LoginFault.NO_LOGIN),
    ({"auth": AUTH}, LoginFault.NO_LIST),
    ({"auth": "x", "stewards": LIST}, LoginFault.INCOMPLETE),
    *(({"auth": AUTH | {name: ""}, "stewards": LIST}, LoginFault.INCOMPLETE) for name in LOGIN),
    ({"auth": AUTH | {"cookie_secret": "x" * 31}, "stewards": LIST}, LoginFault.SHORT_SECRET),
    ({"auth": dict.fromkeys(LOGIN, "x"), "stewards": LIST}, LoginFault.SHORT_SECRET),
]


@pytest.mark.parametrize(("secrets", "fault"), SLIPS)
def test_a_slip_in_the_secrets_opens_the_page_to_nobody(secrets, fault):
    assert login_fault(secrets) is fault
    assert writer(DeskAccess.HERE, secrets, KNOWN, HOST, has_key=True) == (False, None)


def test_a_workshop_has_no_page_for_anybody():
    assert writer(DeskAccess.NONE, {"auth": AUTH, "stewards": LIST}, KNOWN, HOST, has_key=True) == (
        False,
        None,
    )
    assert writer(DeskAccess.NONE, {}, {}, HOST, has_key=True) == (False, None)

"""The line that is opened early: for whom, and that the policy allows its script alone."""

import pytest

from server.middleware.security_headers import dashboard_policy, hashed
from server.routes import connecting
from server.routes.loading_screen import INDEX_SCRIPT


@pytest.mark.parametrize(
    ("cookies", "may"),
    [
        ({}, True),
        ({"pulyolu_desk": "x"}, True),
        ({"_streamlit_user": "x"}, False),
        ({"_streamlit_user_tokens": "x"}, False),
        ({"_streamlit_user": "x", "_streamlit_xsrf": "y"}, True),
        ({"_streamlit_xsrf": "y"}, True),
    ],
)
def test_somebody_signed_in_needs_the_token_first(cookies, may):
    assert connecting.may_connect(cookies) is may


def test_the_script_is_one_that_the_policy_names():
    found = connecting.script()
    assert hashed(found) in dashboard_policy([INDEX_SCRIPT, found])
    assert "</" not in found
    assert "prerenderReady" in found

"""A page of Streamlit's test harness that is one function of a test, with what stands in its address."""

from streamlit.testing.v1 import AppTest


def call(function, *args, **more):
    function(*args, **more)


def app(function, *args, address=None, **more):
    """A page that is one function of a test, opened with what stands in the address."""
    page = AppTest.from_function(call, args=(function, *args), kwargs=more, default_timeout=30)
    for name, code in (address or {}).items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    return page


def rerun(page, *args):
    """The same page with other arguments: the language has changed, say."""
    page.args = (page.args[0], *args)
    page.run()
    assert not page.exception
    return page


def address(page):
    """The codes that stand in the address."""
    codes = {}
    for name, code in page.query_params.items():
        codes[name] = code[-1] if isinstance(code, list) else code
    return codes


def result(page):
    """What the function on the page returned."""
    return page.session_state["result"]

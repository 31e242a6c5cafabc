"""The steward's page in Streamlit's test harness, and what a steward does there."""

from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROAD = "zolotaya_korona.cash_kapital_bank"
KEY = f"enter1.RU-AZ.{ROAD}."


def shown(
    part: str = "todo", language: str = "en", roles: str = "enter check publish", **choices: str
) -> AppTest:
    """The page with a part chosen, for a person at the machine who has some roles."""

    def script(language: str, roles: str) -> None:
        import os  # noqa: PLC0415

        import streamlit as st  # noqa: PLC0415

        from channels import clock  # noqa: PLC0415
        from channels.collect.stewards import Role, Steward  # noqa: PLC0415
        from channels.dataset import locations  # noqa: PLC0415
        from components.i18n import words  # noqa: PLC0415
        from components.pages.steward import page as steward  # noqa: PLC0415
        from components.pages.steward.desk import Desk  # noqa: PLC0415
        from server.data_cache import shelf, store  # noqa: PLC0415

        def compare_page() -> None:
            st.title("Comparison")

        def steward_page() -> None:
            desk = Desk(
                shelf(every=0).dataset("real"), store(),
                locations.real(os.environ), locations.var(os.environ), clock.today(), clock.now,
            )  # fmt: skip
            who = Steward(None, frozenset(Role(role) for role in roles.split()))
            steward.page(desk, who, words(language))

        comparison = st.Page(compare_page, title="Comparison", url_path="compare")
        page = st.Page(steward_page, title="Steward", url_path="steward", default=True)
        st.navigation([comparison, page], position="hidden").run()

    page = AppTest.from_function(script, args=(language, roles), default_timeout=120)
    for key, value in {"desk": part, **choices}.items():
        page.query_params[key] = value
    return again(page)


def again(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def named(page: AppTest, name: str) -> AppTest:
    page.text_input(key="steward_name").set_value(name)
    return again(page)


def press(page: AppTest, start: str) -> AppTest:
    next(button for button in page.button if (button.key or "").startswith(start)).click()
    return again(page)


def texts(page: AppTest) -> str:
    found = [*page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.success]
    return " ".join(element.value.replace("\\", "") for element in found)


def filled(page: AppTest, **figures: str) -> AppTest:
    page.text_input(key="organisation").set_value("Training centre")
    for name, text in figures.items():
        page.text_input(key=f"{KEY}{name}.en").set_value(text)
    return again(page)


def a_form(name: str = "Aysel") -> AppTest:
    return named(shown("enter", way="RU-AZ", road=ROAD), name)


def official_rate(var: Path, day: date, value: str = "1.95") -> None:
    """Lay an official rate of a day for 100 roubles over the data, as a refresh would."""
    folder = var / "published"
    folder.mkdir(exist_ok=True)
    (folder / "rates.csv").write_text(
        f"day,currency,nominal,value,source\n{day},RUB,100,{value},cbar_rates_2026_09_04\n"
    )

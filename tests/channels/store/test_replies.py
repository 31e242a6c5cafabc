from datetime import UTC, date, datetime
from threading import Thread

import pytest
from sqlalchemy import text

from channels.records.replies import Reply
from channels.store import backup, price_entries, replies
from channels.store.engine import open_store, reading

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FULL = Reply(
    group="migrant_abroad", setting="community", day=date(2026, 11, 20), country="RU", channel="digital",
    why=("near", "trust"), rhythm="monthly", sent=date(2026, 11, 1), amount="20000.50", currency="RUB",
    fee="0.1", received="390.333", pays="AZN", wait="same_day", trouble=("limit",), lost=False, of_ten=4,
    lost_of_ten=1, account=True, phone="simple", sex="man", age="65_and_over", region="baku",
    settlement="village", frame="a_frame",
)  # fmt: skip


@pytest.fixture
def store(url):
    engine = open_store(url)
    yield engine
    engine.dispose()


@pytest.mark.smoke
def test_what_was_answered_is_kept_to_the_last_digit(store):
    given = {"a": FULL, "b": Reply()}
    assert replies.add(store, given, by="Leyla", now=NOW) == given
    kept = replies.kept(store)
    assert sorted(kept, key=repr) == sorted(given.values(), key=repr)
    assert {str(reply.amount) for reply in kept} == {"20000.50", "None"}
    assert replies.origins(store) == {"a", "b"}


def test_the_same_submission_adds_nothing_and_another_answer_changes_nothing(store):
    replies.add(store, {"a": FULL}, by="Leyla", now=NOW)
    other = FULL.model_copy(update={"of_ten": 9})
    assert replies.add(store, {"a": other, "b": other}, by="Leyla", now=NOW) == {"a": FULL, "b": other}
    assert replies.add(store, {"a": FULL}, by="Leyla", now=NOW) == {"a": FULL}
    assert len(replies.kept(store)) == 2


def test_the_log_says_who_added_how_many_and_of_no_single_answer(store):
    replies.add(store, {"a": FULL, "b": FULL}, by=" Leyla ", now=NOW)
    replies.add(store, {"a": FULL}, by="Leyla", now=NOW)
    (line,) = price_entries.history(store)
    assert (line.who, line.what, line.subject, line.note) == ("Leyla", "replies.added", None, "2")


def test_nobody_adds_without_a_name(store):
    with pytest.raises(ValueError, match="name"):
        replies.add(store, {"a": FULL}, by=" ", now=NOW)
    assert replies.kept(store) == ()


def test_the_same_file_read_by_many_at_once_is_there_once(store):
    given = {str(n): FULL for n in range(50)}
    faults = []

    def load() -> None:
        try:
            replies.add(store, given, by="Leyla", now=NOW)
        except Exception as fault:  # told below, by the thread that asserts
            faults.append(fault)

    threads = [Thread(target=load) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(replies.kept(store)) == 50


def test_the_table_has_no_column_for_anything_of_a_phone_or_an_hour(store):
    replies.add(store, {"a": FULL}, by="Leyla", now=NOW)
    with reading(store) as connection:
        row = connection.execute(text("SELECT * FROM replies")).mappings().one()
    assert set(row) == {"id", "origin", *Reply.model_fields}
    assert not any(isinstance(value, datetime) for value in row.values())


def test_a_backup_brings_the_answers_back(store, tmp_path):
    replies.add(store, {"a": FULL}, by="Leyla", now=NOW)
    file = tmp_path / "all.gz"
    assert backup.backup(store, file)["replies"] == 1
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert backup.restore(other, file, now=NOW)["replies"] == 1
    assert replies.kept(other) == (FULL,)
    assert replies.add(other, {"a": FULL}, by="Leyla", now=NOW) == {"a": FULL}
    assert len(replies.kept(other)) == 1
    other.dispose()

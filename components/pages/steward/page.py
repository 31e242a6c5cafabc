"""The page for whoever keeps the prices true: what is missing, enter it, have it checked, publish it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from channels.collect.doubts import doubts
from channels.collect.grid import Cell, collectable, corridors, covered, grid, next_to_collect
from channels.collect.rounds import stages, summary
from channels.collect.stewards import Role, Steward
from channels.dataset.dataset import Dataset, DatasetError
from channels.gaps.requirements import requirements
from channels.records.entries import Kept, Lead
from channels.store import observations as store
from channels.store import receipts, rounds
from channels.terms import Stage
from components.charts.tables import named
from components.i18n import Words
from components.pages.steward import discussions, price_form, rates
from components.pages.steward.desk import Desk
from components.widgets import state
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words import gaps as gap_words

PARTS = ("todo", "enter", "check", "leads", "publish")
OWN = ("desk", "way", "road", "only")
EVERY = "every"
OPEN, FEW = 3, 8
"""Corridors whose cells stand open, and rows of coverage: the rest is one tap away."""
LOST_AFTER = timedelta(hours=1)
"""A receipt that no price names by then belongs to one that was never kept."""
RECEIPT = 660
"""Pixels across, so that small print can be read; less on a phone."""
MOST_LEADS = 20
"""Readers' hints on one screen."""


def link(words: Words, target: st.Page) -> None:
    """The way to this page."""
    st.page_link(target, label=words("steward.link"), icon=":material/edit_note:")


def page(desk: Desk, who: Steward, words: Words, *, back: st.Page) -> None:
    """One part at a time, for a person who may write."""
    way = state.address(without=OWN)
    st.page_link(back, label=words("evidence.back"), icon=":material/arrow_back:", query_params=way)
    st.title(words("steward.title"), anchor=False)
    name = _name(who, words)
    done = state.take()
    if done is not None:
        st.success(plain(done), icon=":material/check:")
        # Whoever has just pressed a button far below sees it too.
        st.toast(plain(done), icon=":material/check:", duration="long")
    part = state.choose(
        words("steward.part"), "desk", PARTS, lambda code: words(f"steward.part_{code}"), default=PARTS[0],
        widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    known = store.kept(desk.engine)
    if part == "todo":
        _todo(desk, known, words)
        if desk.outside is not None:
            rates.part(
                desk.outside, partial(_note, desk, name), words, may=bool(name) and who.may(Role.PUBLISH)
            )
    elif part == "leads":
        _leads(desk, who, name, words)
    elif not who.may(Role(part)):
        st.info(words(f"steward.may_not_{part}"))
    elif part == "enter":
        _enter(desk, known, name, words)
    elif part == "check":
        _check(desk, known, name, words)
    else:
        _publish(desk, known, name, words)


def refused(words: Words, *, signed_in: bool) -> None:
    """What the page says to somebody who may not write: sign in, or that the address is not on the list."""
    st.title(words("steward.title"), anchor=False)
    if signed_in:
        st.warning(words("steward.not_listed"))
        st.button(words("steward.sign_out"), key="sign_out", on_click=st.logout)
        return
    st.markdown(words("steward.sign_in_first"))
    st.button(main_label(words("steward.sign_in")), key="sign_in", on_click=st.login)


def _name(who: Steward, words: Words) -> str:
    """Under which name the log has what is written; empty until whoever sits here says one."""
    if who.name is not None:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(plain(words("steward.signed_in", name=who.name)), width="content")
            st.button(words("steward.sign_out"), key="sign_out", type="tertiary", on_click=st.logout)
        return who.name
    st.caption(words("steward.no_login"))
    name = state.text(words("steward.name"), "steward_name", width=330)
    try:
        store.person(name)
    except ValueError:
        st.caption(words("steward.name_first"))
        return ""
    return name


def _todo(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    every = grid(desk.data, known, desk.today)
    ways = list(dict.fromkeys(cell.corridor for cell in every))
    only = state.choose(
        words("steward.corridor"), "only", [EVERY, *ways],
        lambda code: words("steward.every_way") if code == EVERY else entry_words.way(code, words),
        default=EVERY, width=330,
    )  # fmt: skip
    cells = [cell for cell in every if only in (EVERY, cell.corridor)]
    told = [kept for kept in store.leads(desk.engine) if only in (EVERY, kept.lead.corridor)]
    with st.container(horizontal=True, gap="medium"):
        if told:
            _leads_to("leads", words.count("steward.leads_wait", len(told)), ":material/mail:")
        if only == EVERY:
            _under_way(desk, known, words)
    st.subheader(words("steward.next"), anchor=False)
    wanted = next_to_collect(cells, desk.today)
    if not wanted:
        st.info(words("steward.nothing_to_collect"), icon=":material/check:")
    for number, service in enumerate(wanted):
        _wanted(number, service, desk.data, words)
    _grid(cells, desk.data, words)
    _coverage(cells, words)
    if only == EVERY:
        _requirements(desk, words)


def _leads_to(part: str, label: str, icon: str) -> None:
    st.button(
        label, key=f"{part}_wait", icon=icon, type="tertiary", on_click=state.turn, kwargs={"desk": part}
    )


def _under_way(desk: Desk, known: Sequence[Kept], words: Words) -> None:
    """What others have handed in or confirmed, with the way to it."""
    come = stages(known)
    waiting = len(come[Stage.ENTERED]) + len(discussions.waiting(desk))
    if waiting:
        _leads_to("check", words.count("steward.check_waits", waiting), ":material/rule:")
    if come[Stage.CONFIRMED]:
        ready = len(come[Stage.CONFIRMED])
        _leads_to("publish", words.count("steward.publish_waits", ready), ":material/publish:")


def _wanted(number: int, service: Sequence[Cell], data: Dataset, words: Words) -> None:
    """A service to collect now, with the way to its form."""
    first = service[0]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(entry_words.road(first.provider, first.service, data, words))}**")
            st.caption(plain(_wanted_line(service, words)))
        st.button(
            words("steward.enter_this"), key=f"next{number}", on_click=state.turn,
            kwargs={"desk": "enter", "way": first.corridor, "road": first.road},
        )  # fmt: skip


def _wanted_line(service: Sequence[Cell], words: Words) -> str:
    first = service[0]
    states = dict.fromkeys(entry_words.cell_state(cell, words) for cell in service)
    parts = [
        entry_words.way(first.corridor, words),
        words.listed([entry_words.cell_amount(cell, words) for cell in service]), *states,
    ]  # fmt: skip
    if first.due is not None:
        parts.append(words("steward.due", day=words.day(first.due)))
    if first.hides is not None:
        parts.append(words("steward.hides_this", percent=words.percent(first.hides)))
    return " · ".join(parts)


def _grid(cells: Sequence[Cell], data: Dataset, words: Words) -> None:
    """Corridor by corridor: a row a service, a column an amount, each cell in words and in colour."""
    st.subheader(words("steward.grid"), anchor=False)
    ways: dict[str, list[Cell]] = {}
    for cell in cells:
        ways.setdefault(cell.corridor, []).append(cell)
    shown = list(ways)
    for corridor in shown[:OPEN]:
        _way_grid(corridor, ways[corridor], data, words)
    if shown[OPEN:]:
        with st.expander(words.count("evidence.rest", len(shown) - OPEN), icon=":material/expand_more:"):
            for corridor in shown[OPEN:]:
                _way_grid(corridor, ways[corridor], data, words)


def _way_grid(corridor: str, cells: Sequence[Cell], data: Dataset, words: Words) -> None:
    services: dict[str, dict[str, str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.road, cell.dollars)):
        row = services.setdefault(cell.road, {})
        row[words("steward.service")] = plain(entry_words.road(cell.provider, cell.service, data, words))
        row[entry_words.cell_amount(cell, words)] = entry_words.mark(cell, words)
    with st.container(gap="xsmall"):
        hides = cells[0].hides
        head = f"**{plain(entry_words.way(corridor, words))}**"
        if hides is not None:
            head += " · " + plain(words("steward.hides_this", percent=words.percent(hides)))
        st.markdown(head)
        st.table(named(list(services.values())))


def _coverage(cells: Sequence[Cell], words: Words) -> None:
    st.subheader(words("steward.coverage"), anchor=False)
    st.markdown(words("steward.coverage_how"))
    rows = [
        {
            words("steward.corridor"): plain(entry_words.way(row.corridor, words)),
            words("steward.covered_head"): words("steward.of", done=row.done, of=row.of),
            words("steward.market"): words("steward.not_known" if row.done else "steward.none_covered"),
        }
        for row in covered(cells)
    ]
    if not rows:
        st.info(words("steward.no_road"))
        return
    st.table(named(rows[:FEW]))
    if rows[FEW:]:
        with st.expander(words.count("evidence.rest", len(rows) - FEW), icon=":material/expand_more:"):
            st.table(named(rows[FEW:]))


def _requirements(desk: Desk, words: Words) -> None:
    """The twelve, tested on what readers see: what is not published yet does not count."""
    tested = requirements(desk.data, desk.today)
    st.subheader(words("steward.requirements"), anchor=False)
    met = sum(one.met is True for one in tested)
    st.markdown(plain(words("gap.requirements", value=words.number(met))))
    icons = {True: ":material/check:", False: ":material/close:", None: ":material/help:"}
    said = [f"{icons[one.met]} {one.number}. {plain(gap_words.requirement(one, words))}" for one in tested]
    st.markdown("  \n".join(said))


def _enter(desk: Desk, known: tuple[Kept, ...], name: str, words: Words) -> None:
    st.markdown(words("steward.enter_how"))
    st.caption(words("steward.unlicensed"))
    entered = price_form.form(desk.data, known, words, desk.today, who=store.person(name) if name else None)
    if entered is not None:
        _hand_in(desk, entered, name, words)
    discussions.enter(desk, name, words, _act)


def _hand_in(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> None:
    deed = f"save.{state.form('save')}"
    pressed = st.button(main_label(words("steward.save")), key=deed, disabled=not name)
    if pressed and entered.faults:
        for fault in dict.fromkeys(entered.faults):
            st.error(plain(fault), icon=":material/edit:")
    elif pressed and name:
        _act(deed, partial(_save, desk, entered, name, words), words)


def _save(desk: Desk, entered: price_form.Entered, name: str, words: Words) -> str:
    entries, now = entered.entries, desk.now()
    if entered.receipt is not None:
        kept = receipts.keep(desk.var, entered.receipt)
        entries = tuple(entry.model_copy(update={"evidence": kept}) for entry in entries)
    if entered.corrects is None:
        store.enter(desk.engine, entries, by=name, now=now)
    else:
        # The form lets no more than one price correct another.
        (entry,) = entries
        store.supersede(desk.engine, entered.corrects, entry, reason=entered.reason, by=name, now=now)
    return words.count("steward.saved", len(entries))


def _check(desk: Desk, known: Sequence[Kept], name: str, words: Words) -> None:
    waiting = stages(known)[Stage.ENTERED]
    st.markdown(words("steward.check_how"))
    if not waiting and not discussions.waiting(desk):
        st.info(words("steward.nothing_to_check"))
    for kept in waiting:
        with st.container(border=True):
            _described(kept, desk, words)
            _receipt(desk, kept, words)
            if not name or store.person(name) in kept.own_of:
                st.caption(words("steward.own" if name else "steward.name_first"))
                continue
            deed = f"confirm.{kept.id}"
            if st.button(main_label(words("steward.confirm")), key=deed):
                _act(deed, partial(_confirm, desk, kept, name, words), words)
            _back(desk, kept, name, words)
    discussions.check(desk, name, words, _act)


def _back(desk: Desk, kept: Kept, name: str, words: Words) -> None:
    """What sends a price back to whoever entered it."""
    deed, reason, pressed = discussions.back(kept.id, words)
    if pressed:
        _act(deed, partial(_return, desk, kept, name, reason, words), words)


def _described(kept: Kept, desk: Desk, words: Words) -> None:
    entry = kept.entry
    road = entry_words.road(entry.provider, entry.service, desk.data, words)
    st.markdown(f"**{plain(entry_words.way(entry.corridor, words))} · {plain(road)}**")
    st.markdown("\n".join(f"- {plain(line)}" for line in entry_words.entry_lines(kept, desk.data, words)))
    # However it came: what is unusual is said again, even where a remark explains it.
    for doubt in doubts(desk.data, entry, entry.collected):
        st.warning(words(f"doubt.{doubt}"), icon=":material/help:")
    st.caption(plain(entry_words.steps(kept, words)))


def _receipt(desk: Desk, kept: Kept, words: Words) -> None:
    name = kept.entry.evidence
    content = None if name is None else receipts.read(desk.var, name)
    if content is None:
        st.caption(words("steward.no_receipt" if name is None else "steward.receipt_gone"))
    else:
        st.image(content, width=RECEIPT)


def _confirm(desk: Desk, kept: Kept, name: str, words: Words) -> str:
    store.confirm(desk.engine, kept.id, by=name, now=desk.now())
    _forget_receipt(desk, kept, name)
    return words("steward.confirmed")


def _return(desk: Desk, kept: Kept, name: str, reason: str, words: Words) -> str:
    store.send_back(desk.engine, kept.id, reason=reason, by=name, now=desk.now())
    _forget_receipt(desk, kept, name)
    return words("steward.sent_back")


def _forget_receipt(desk: Desk, kept: Kept, name: str) -> None:
    """Delete a receipt once nothing that waits for its check rests on it; its hash stays in the entry."""
    receipt = kept.entry.evidence
    wanted = {other.entry.evidence or "" for other in stages(store.kept(desk.engine))[Stage.ENTERED]}
    if receipt is not None and receipt not in wanted and receipts.delete(desk.var, receipt):
        store.note(desk.engine, "receipt.deleted", by=name, now=desk.now(), subject=kept.id)
    receipts.tidy(desk.var, wanted, before=desk.now() - LOST_AFTER)


def _leads(desk: Desk, who: Steward, name: str, words: Words) -> None:
    st.markdown(words("steward.leads_how"))
    found = store.leads(desk.engine)
    if not found:
        st.info(words("steward.no_leads"))
    elif len(found) > MOST_LEADS:
        st.caption(words.count("steward.more_leads", len(found) - MOST_LEADS))
    # Who has paid already comes first, then whoever waits longest.
    for kept in sorted(found, key=lambda kept: not kept.lead.charged)[:MOST_LEADS]:
        with st.container(border=True):
            st.markdown(plain(entry_words.lead_line(kept, desk.data, words)))
            with st.container(horizontal=True):
                st.button(
                    words("steward.enter_this"), key=f"lead.{kept.id}", on_click=state.turn,
                    kwargs={"desk": "enter", **_form_of(kept.lead, desk)},
                )  # fmt: skip
                deed = f"settle.{kept.id}"
                if who.may(Role.ENTER) and st.button(words("steward.settle"), key=deed, disabled=not name):
                    _act(deed, partial(_settle, desk, kept.id, name, words), words)


def _form_of(lead: Lead, desk: Desk) -> dict[str, str]:
    """Which form a hint leads to: the corridor's, of the provider's first service where it names one."""
    ways = [corridor for corridor in corridors(desk.data) if corridor.key == lead.corridor]
    for route in (route for way in ways for route in collectable(desk.data, way, desk.today)):
        if route.provider.id == lead.provider:
            return {"way": lead.corridor, "road": f"{route.provider.id}.{route.service.id}"}
    return {"way": lead.corridor}


def _settle(desk: Desk, lead: str, name: str, words: Words) -> str:
    store.settle(desk.engine, lead, by=name, now=desk.now())
    return words("steward.settled")


def _publish(desk: Desk, known: Sequence[Kept], name: str, words: Words) -> None:
    ready, comes_to = stages(known)[Stage.CONFIRMED], summary(desk.data, known)
    assert desk.place.over is not None
    st.markdown(words("steward.publish_how"))
    lines = [
        words.count(f"steward.sum_{part}", number)
        for part in ("new", "changed", "same", "no_price", "returned")
        if (number := getattr(comes_to, part))
    ]
    concerned = {kept.entry.corridor for kept in ready}
    for row in covered(grid(desk.data, known, desk.today)):
        if row.corridor not in concerned:
            continue
        corridor = entry_words.way(row.corridor, words)
        lines.append(words("steward.sum_covered", corridor=corridor, done=row.done, of=row.of))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    for kept in ready:
        with st.container(border=True):
            _described(kept, desk, words)
            if not name or store.person(name) in kept.own_of:
                st.caption(words("steward.own_ready" if name else "steward.name_first"))
                continue
            _back(desk, kept, name, words)
    if not ready:
        st.info(words("steward.nothing_to_publish"))
    else:
        ids = [kept.id for kept in ready]
        # By its prices: a press meant for another list, which has changed meanwhile, finds no button.
        key = ".".join(("publish", *ids))
        if st.button(main_label(words.count("steward.publish", len(ids))), key=key, disabled=not name):
            _act(key, partial(_close, desk, ids, name, words), words)
    discussions.publish(desk, name, words, _act)
    if not rounds.is_written(desk.engine, desk.place.over):
        st.warning(words("steward.not_written"))
        deed = f"write.{state.form('write')}"
        if st.button(words("steward.write_again"), key=deed, disabled=not name):
            _act(deed, partial(_write, desk, name, words), words)


def _close(desk: Desk, ids: Sequence[str], name: str, words: Words) -> str:
    done = rounds.close(desk.engine, desk.place, ids, by=name, now=desk.now())
    return words.count("steward.published", len(done))


def _write(desk: Desk, name: str, words: Words) -> str:
    assert desk.place.over is not None
    rounds.write(desk.engine, desk.place.over)
    store.note(desk.engine, "round.written", by=name, now=desk.now())
    return words("steward.written")


def _note(desk: Desk, name: str, what: str) -> None:
    """Put down who asked outside."""
    store.note(desk.engine, f"refresh.{what}", by=name, now=desk.now())


def _act(deed: str, work: Callable[[], str], words: Words) -> None:
    """Do something that writes, by the key of its button, and show the page anew with what was done; else
    say why it was not."""
    try:
        with st.spinner(words("steward.writing")):
            state.once(deed, work)
    except store.Refused as error:
        st.error(words(f"entry_fault.{error.fault}"), icon=":material/block:")
    except receipts.BadReceipt as error:
        st.error(words(f"receipt_fault.{error.code}"), icon=":material/block:")
    except DatasetError as error:
        lines = [f"{issue.where}: {words.fault(issue.code, issue.note)}" for issue in error.issues[:5]]
        st.error(plain(words("steward.faulty", faults=" ".join(lines))), icon=":material/block:")
    except OSError:
        st.error(words("steward.disk"), icon=":material/block:")
    except SQLAlchemyError:
        st.error(words("steward.no_answer"), icon=":material/block:")
    else:
        st.rerun()

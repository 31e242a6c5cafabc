"""Sentences for the workshop's screens and handouts."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from channels.dataset.dataset import Dataset
from channels.records.policy import Rule
from channels.records.stories import SIGNS, Shape, StepKind, Story
from channels.workshop import session
from channels.workshop.quiz import Gain
from channels.workshop.report import Meeting
from components.i18n import Words

LAW = "law"
"""The topic of the rule that no debrief leaves out."""


@dataclass(frozen=True, slots=True)
class StoryReply:
    """What somebody in a story could do: whether it is right, why, and which rules say so."""

    shape: Shape
    sign: str
    text: str
    right: bool
    why: str
    rules: tuple[str, ...]


def step_name(kind: StepKind, words: Words) -> str:
    """The heading of a screen."""
    return words(f"workshop.step_{kind}")


def shape_name(shape: Shape, words: Words) -> str:
    """A shape as it is called out: circle, triangle."""
    return words(f"workshop.shape_{shape}")


def person(story: Story, number: int, words: Words) -> str:
    """A character in one line: name, age, place and part in the story."""
    one = story.people[number]
    name, place, role = (text.text_in(words.language) for text in (one.name, one.place, one.role))
    return words.count("workshop.person", one.age, name=name, place=place, role=role)


def turns(story: Story, kind: StepKind, words: Words) -> list[str]:
    """The turning points of a story that stand before a screen."""
    return [turn.text.text_in(words.language) for turn in story.turns if turn.at is kind]


def given_lines(story: Story, words: Words) -> list[str]:
    """What the room knows as it guesses: the amount, where money is sent, and what is needed."""
    sent = words.money(story.send, story.currency, whole=True)
    amount = [words("room.sent", amount=sent)] if story.about_money else []
    return amount + [text.text_in(words.language) for text in story.needs]


def aloud(story: Story, kind: StepKind, words: Words) -> list[str]:
    """What is read aloud at a screen, for a room without reading."""
    return [line.text.text_in(words.language) for line in story.script if line.at is kind]


def replies(story: Story, data: Dataset, words: Words) -> list[StoryReply]:
    """What somebody in the story could do, in the order of the shapes; `data` is the evidence."""
    named = {rule.id: rule_line(rule, words) for rule in data.tables.rules}
    return [
        StoryReply(
            answer.shape,
            SIGNS[answer.shape],
            answer.text.text_in(words.language),
            answer.right,
            answer.why.text_in(words.language),
            tuple(named[rule] for rule in answer.rules),
        )
        for answer in sorted(story.answers, key=lambda answer: answer.shape.rank)
    ]


def no_quiz_line(story: Story, length: int, words: Words) -> str | None:
    """That a plan has no quiz; None where it has one."""
    if any(step.kind is StepKind.QUIZ_BEFORE for step in session.steps(story, length)):
        return None
    return words("workshop.no_quiz", time=words.count("time.minutes", length))


def debrief_lines(story: Story, data: Dataset, words: Words) -> list[str]:
    """What every debrief says: what the room is asked, the law, that nobody measured, the story's rules.

    `data` is the evidence, where the rules stand, whichever set the prices come from.
    """
    return [*asked_lines(story, words), *law_lines(story, data, words)]


def asked_lines(story: Story, words: Words) -> list[str]:
    """What a room is asked in the debrief, and that luck and trouble meet every road."""
    return [*(text.text_in(words.language) for text in story.debrief), words("workshop.alike")]


def law_lines(story: Story, data: Dataset, words: Words) -> list[str]:
    """The law in one sentence, that nobody measured how often money is lost, a story's other rules."""
    law = [rule.text.text_in(words.language) for rule in data.tables.rules if rule.topic == LAW]
    named = {rule.id: rule for rule in data.tables.rules}
    rules = [rule_line(named[name], words) for name in story.rules if named[name].topic != LAW]
    return [*law, words("workshop.nobody_measured"), *rules]


def rule_line(rule: Rule, words: Words) -> str:
    """A rule with the address it speaks of, which on paper or a projector nobody can open."""
    text = rule.text.text_in(words.language)
    return text if rule.url is None else f"{text} {urlsplit(rule.url).netloc}"


def unknown_lines(story: Story, words: Words) -> list[str]:
    """What this tool does not know, for the screen before the end."""
    said = [words("unknown.outside"), words("unknown.bans"), words("unknown.today")]
    return [*said, words("workshop.way_invented")] if story.about_money else said


def gain_line(gained: Gain | None, words: Words) -> str:
    """What the room gained; that too few answered where that is so."""
    if gained is None:
        return words("workshop.gain_none")
    before, after = words.percent(gained.before, 0), words.percent(gained.after, 0)
    return words("workshop.gain", before=before, after=after)


def report_lines(meeting: Meeting, stories: Sequence[Story], words: Words) -> list[str]:
    """The report for the funder: counts only, a line each; what nobody counted is left out."""
    title = next(s.title.text_in(words.language) for s in stories if s.id == meeting.story)
    length = words.count("time.minutes", meeting.length)
    said = [words("workshop.report_title", day=words.day(meeting.day), story=title, length=length)]
    if meeting.present is not None:
        said.append(words.count("workshop.report_present", meeting.present))
    if meeting.women is not None:
        said.append(words.count("workshop.report_women", meeting.women))
    if meeting.guessed is not None and meeting.right is not None:
        said.append(words.count("workshop.guessed_right", meeting.right, all=meeting.guessed))
    said.append(gain_line(meeting.gain, words))
    said.append(words("workshop.seed", seed=meeting.seed))
    return [*said, words("workshop.report_no_names")]

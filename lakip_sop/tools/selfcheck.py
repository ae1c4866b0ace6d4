"""The self-check of a report against the Pelaporan criteria of the SAKIP evaluation.

Plain Python, no ORM. The 22 criteria are those of the component Pelaporan Kinerja of Permenpan RB
88/2021 as two public evaluation programs list them (the text of the rule itself was not at hand).
What can be seen in the data is judged here, with the reason; the rest is left to a person. The
score counts each criterion of a sub-component alike: an evaluator may weigh it otherwise.

>>> due, delivered = date(2027, 2, 28), date(2027, 3, 2)
>>> facts = ReportFacts(is_drafted=True, date_delivered=delivered, date_due=due)
>>> findings = {finding.criterion.code: finding for finding in check_report(facts)}
>>> findings["drafted"].verdict, findings["leadership"].verdict
(<Verdict.MET: 'met'>, <Verdict.BY_HAND: 'by_hand'>)
>>> findings["on_time"]  # doctest: +ELLIPSIS
Finding(criterion=..., verdict=<Verdict.NOT_MET: 'not_met'>, reason=<Reason.LATE: 'late'>, \
names=(), days=2)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

__all__ = [
    "CRITERIA",
    "WEIGHTS",
    "Criterion",
    "Finding",
    "GroupScore",
    "IndicatorFacts",
    "ObjectiveFacts",
    "Reason",
    "ReportFacts",
    "Verdict",
    "check_report",
    "count_verdicts",
    "score",
    "settle",
]


class Verdict(Enum):
    """What became of a criterion."""

    MET = "met"
    NOT_MET = "not_met"
    BY_HAND = "by_hand"  # the data cannot tell: a person ticks it


class Reason(Enum):
    """Why; the comment tells what a finding's `names` and `days` are."""

    DONE = "done"
    NOT_DONE = "not_done"
    ALL_FILLED = "all_filled"  # every indicator (or sasaran) has it
    LACKING = "lacking"  # names: of the indicators, sasaran or chapters that lack it
    NO_INDICATORS = "no_indicators"  # there is nothing to judge yet
    NO_STANDARD = "no_standard"  # no indicator has a national standard: is there really none?
    IN_TIME = "in_time"  # days: before the due date
    LATE = "late"  # days: after the due date
    NO_DUE_DATE = "no_due_date"
    NOT_IN_DATA = "not_in_data"  # only a person can tell


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    :ivar code: a name for it in programs; its words on screen belong to the caller.
    :ivar group: 'fulfilment' (keberadaan), 'quality' (kualitas) or 'use' (pemanfaatan).
    """

    code: str
    group: str


CRITERIA = tuple(
    Criterion(code, group)
    for group, codes in (
        ("fulfilment", "drafted periodic formalized reviewed published on_time"),
        (
            "quality",
            "structure information annual_target medium_term previous_years benchmark causes"
            " efficiency follow_up",
        ),
        (
            "use",
            "leadership staff activities budget success next_plan culture",
        ),
    )
    for code in codes.split()
)
"""All criteria in the order of the evaluation sheet."""

WEIGHTS = {"fulfilment": Decimal(3), "quality": Decimal("4.5"), "use": Decimal("7.5")}
"""What each sub-component counts of the 100 points of the evaluation: 20, 30 and 50 % of 15."""


@dataclass(frozen=True)
class IndicatorFacts:
    """What there is about one indicator. A field is True when it is filled in.

    :ivar name: as it is printed.
    :ivar has_realization: a result, or the statement that it is not published yet.
    :ivar has_medium_term: a medium-term target, so that the report can compare.
    :ivar has_previous: the result of an earlier year, or the statement that there is none.
    :ivar has_standard: a national standard.
    :ivar has_causes: the causes of success or failure.
    :ivar has_follow_up: what will be done.
    """

    name: str
    has_target: bool = False
    has_realization: bool = False
    has_medium_term: bool = False
    has_previous: bool = False
    has_standard: bool = False
    has_causes: bool = False
    has_follow_up: bool = False


@dataclass(frozen=True)
class ObjectiveFacts:
    """What there is about one sasaran.

    :ivar name: as it is printed.
    :ivar has_efficiency: its capaian can be set against the absorption of its programs.
    """

    name: str
    indicators: tuple[IndicatorFacts, ...] = ()
    has_efficiency: bool = False


@dataclass(frozen=True)
class ReportFacts:
    """What there is about a report. None where the app does not know.

    :ivar objectives: its sasaran.
    :ivar missing_sections: titles of the chapters of Permenpan RB 53/2014 without any text.
    :ivar is_drafted: there is a version of it.
    :ivar is_periodic: it is made every year, with interim measurements.
    :ivar is_formalized: it is signed.
    :ivar is_reviewed: the APIP has reviewed it.
    :ivar is_published: everybody can read it.
    :ivar date_delivered: when it was handed over, None when it was not.
    :ivar date_due: the day by which it must be.
    """

    objectives: tuple[ObjectiveFacts, ...] = ()
    missing_sections: tuple[str, ...] | None = None
    is_drafted: bool = False
    is_periodic: bool | None = None
    is_formalized: bool = False
    is_reviewed: bool | None = None
    is_published: bool | None = None
    date_delivered: date | None = None
    date_due: date | None = None


@dataclass(frozen=True)
class Finding:
    """What was found for one criterion.

    :ivar names: what is lacking where, in the order of the report: see :class:`Reason`.
    :ivar days: calendar days before or after the due date.
    """

    criterion: Criterion
    verdict: Verdict
    reason: Reason
    names: tuple[str, ...] = ()
    days: int = 0


def check_report(facts: ReportFacts) -> tuple[Finding, ...]:
    """Judge a report by all :data:`CRITERIA`, in their order.

    >>> one = IndicatorFacts("Indeks SPBE", has_target=True)
    >>> facts = ReportFacts(objectives=(ObjectiveFacts("Layanan digital", (one,)),))
    >>> found = next(f for f in check_report(facts) if f.criterion.code == "annual_target")
    >>> found.verdict.value, found.reason.value, found.names
    ('not_met', 'lacking', ('Indeks SPBE',))
    """
    return tuple(
        Finding(criterion, *_JUDGES.get(criterion.code, _unknown)(facts)) for criterion in CRITERIA
    )


def count_verdicts(findings: Iterable[Finding]) -> dict[str, dict[Verdict, int]]:
    """Return how many criteria of each group met with each verdict.

    >>> counts = count_verdicts(check_report(ReportFacts()))
    >>> {group: count[Verdict.BY_HAND] for group, count in counts.items()}
    {'fulfilment': 4, 'quality': 1, 'use': 7}
    """
    counts: dict[str, dict[Verdict, int]] = {}
    for finding in findings:
        group = counts.setdefault(finding.criterion.group, dict.fromkeys(Verdict, 0))
        group[finding.verdict] += 1
    return counts


@dataclass(frozen=True)
class GroupScore:
    """How a sub-component stands.

    :ivar met: criteria that are met, of `total`.
    :ivar pending: criteria that a person has not judged yet; they count as not met.
    :ivar weight: the most points that it can have.
    """

    group: str
    met: int
    pending: int
    total: int
    weight: Decimal

    @property
    def points(self) -> Decimal:
        """Of `weight`, exact."""
        return self.weight * self.met / self.total


def settle(findings: Iterable[Finding], answers: Mapping[str, bool]) -> tuple[Finding, ...]:
    """Return the findings with what people answered where the data could not tell.

    :param answers: whether a criterion is met, by its code.

    >>> answers = {"leadership": True, "drafted": True}
    >>> settled = settle(check_report(ReportFacts()), answers)
    >>> [one.criterion.code for one in settled if one.verdict is Verdict.MET]
    ['leadership']
    """
    words = {True: Verdict.MET, False: Verdict.NOT_MET}
    return tuple(
        replace(finding, verdict=words.get(answers.get(finding.criterion.code), finding.verdict))
        if finding.verdict is Verdict.BY_HAND
        else finding
        for finding in findings
    )


def score(findings: Iterable[Finding]) -> tuple[GroupScore, ...]:
    """Return the score of each sub-component, in the order of the sheet.

    >>> facts = ReportFacts(is_drafted=True, is_formalized=True, is_published=True)
    >>> first = score(check_report(facts))[0]
    >>> first.met, first.pending, first.total, first.points
    (3, 3, 6, Decimal('1.5'))
    """
    return tuple(
        GroupScore(
            group=group,
            met=counts[Verdict.MET],
            pending=counts[Verdict.BY_HAND],
            total=sum(counts.values()),
            weight=WEIGHTS[group],
        )
        for group, counts in count_verdicts(findings).items()
    )


class _Judgement(NamedTuple):
    """A finding without its criterion."""

    verdict: Verdict
    reason: Reason
    names: tuple[str, ...] = ()
    days: int = 0


_Judge = Callable[[ReportFacts], _Judgement]


def _unknown(_facts: ReportFacts) -> _Judgement:
    return _Judgement(Verdict.BY_HAND, Reason.NOT_IN_DATA)


def _known(is_done: bool | None) -> _Judgement:
    if is_done is None:
        return _Judgement(Verdict.BY_HAND, Reason.NOT_IN_DATA)
    if is_done:
        return _Judgement(Verdict.MET, Reason.DONE)
    return _Judgement(Verdict.NOT_MET, Reason.NOT_DONE)


def _lacking(names: Iterable[str]) -> _Judgement:
    names = tuple(names)
    if names:
        return _Judgement(Verdict.NOT_MET, Reason.LACKING, names)
    return _Judgement(Verdict.MET, Reason.ALL_FILLED)


def _each_indicator(*fields: str) -> _Judge:
    """Return a judge that wants these fields of every indicator."""

    def judge(facts: ReportFacts) -> _Judgement:
        indicators = [one for objective in facts.objectives for one in objective.indicators]
        if not indicators:
            return _Judgement(Verdict.NOT_MET, Reason.NO_INDICATORS)
        return _lacking(
            one.name for one in indicators if not all(getattr(one, field) for field in fields)
        )

    return judge


def _on_time(facts: ReportFacts) -> _Judgement:
    if facts.date_due is None:
        return _Judgement(Verdict.BY_HAND, Reason.NO_DUE_DATE)
    if facts.date_delivered is None:
        return _Judgement(Verdict.NOT_MET, Reason.NOT_DONE)
    days = (facts.date_due - facts.date_delivered).days
    if days < 0:
        return _Judgement(Verdict.NOT_MET, Reason.LATE, (), -days)
    return _Judgement(Verdict.MET, Reason.IN_TIME, (), days)


def _structure(facts: ReportFacts) -> _Judgement:
    return _unknown(facts) if facts.missing_sections is None else _lacking(facts.missing_sections)


def _information(facts: ReportFacts) -> _Judgement:
    """Every sasaran has indicators, and every indicator the three figures of a report."""
    bare = [objective.name for objective in facts.objectives if not objective.indicators]
    if bare:
        return _Judgement(Verdict.NOT_MET, Reason.LACKING, tuple(bare))
    return _each_indicator("has_target", "has_realization", "has_previous")(facts)


def _benchmark(facts: ReportFacts) -> _Judgement:
    """The comparison is due where there is a standard, and only a person knows of one."""
    indicators = [one for objective in facts.objectives for one in objective.indicators]
    if not indicators:
        return _Judgement(Verdict.NOT_MET, Reason.NO_INDICATORS)
    if any(one.has_standard for one in indicators):
        return _Judgement(Verdict.MET, Reason.DONE)
    return _Judgement(Verdict.BY_HAND, Reason.NO_STANDARD)


def _efficiency(facts: ReportFacts) -> _Judgement:
    if not facts.objectives:
        return _Judgement(Verdict.NOT_MET, Reason.NO_INDICATORS)
    return _lacking(one.name for one in facts.objectives if not one.has_efficiency)


_JUDGES: dict[str, _Judge] = {
    "drafted": lambda facts: _known(facts.is_drafted),
    "periodic": lambda facts: _known(facts.is_periodic),
    "formalized": lambda facts: _known(facts.is_formalized),
    "reviewed": lambda facts: _known(facts.is_reviewed),
    "published": lambda facts: _known(facts.is_published),
    "on_time": _on_time,
    "structure": _structure,
    "information": _information,
    "annual_target": _each_indicator("has_target", "has_realization"),
    "medium_term": _each_indicator("has_medium_term", "has_realization"),
    "previous_years": _each_indicator("has_previous", "has_realization"),
    "benchmark": _benchmark,
    "causes": _each_indicator("has_causes"),
    "efficiency": _efficiency,
    "follow_up": _each_indicator("has_follow_up"),
}

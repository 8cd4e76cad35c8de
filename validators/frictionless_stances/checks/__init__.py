"""One module for each check; `CHECKS` maps the code of each to its class."""

from __future__ import annotations

from ..base import StanceCheck
from .act_order import ActOrder
from .act_stance import ActStance
from .actor_existence import ActorExistence
from .canonical_csv import CanonicalCsv
from .confidence_note import ConfidenceNote
from .contradiction import Contradiction
from .date_after_source import DateAfterSource
from .duplicate_position import DuplicatePosition
from .edtf_date import EdtfDate
from .future_date import FutureDate
from .lost_identifier import LostIdentifier
from .partisan_wording import PartisanWording
from .period_order import PeriodOrder
from .quote_in_text import QuoteInText
from .quote_length import QuoteLength
from .slug_form import SlugForm
from .source_unused import SourceUnused
from .summary_form import SummaryForm
from .url_form import UrlForm
from .vote_membership import VoteMembership
from .vote_totals import VoteTotals

CHECKS: dict[str, type[StanceCheck]] = {
    check.type: check
    for check in (
        ActOrder,
        ActStance,
        ActorExistence,
        CanonicalCsv,
        ConfidenceNote,
        Contradiction,
        DateAfterSource,
        DuplicatePosition,
        EdtfDate,
        FutureDate,
        LostIdentifier,
        PartisanWording,
        PeriodOrder,
        QuoteInText,
        QuoteLength,
        SlugForm,
        SourceUnused,
        SummaryForm,
        UrlForm,
        VoteMembership,
        VoteTotals,
    )
}

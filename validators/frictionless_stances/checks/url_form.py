"""An address leads to the document and to nobody's statistics."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..base import Fault, StanceCheck
from ..tables import Record

TRACKING = ("utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid", "_ga", "ref_src")


class UrlForm(StanceCheck):
    """An address is a well-formed http(s) URL without tracking parameters."""

    type = "url-form"
    tables = ("sources",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every address that is malformed or carries parameters that track the reader."""
        for record in records:
            for field in ("url", "archive_url"):
                if record[field]:
                    yield from self._faults_of(record, field)

    def _faults_of(self, record: Record, field: str) -> Iterator[Fault]:
        try:
            parts = urlsplit(record[field])
            parts.port  # noqa: B018 - reading the port is what validates it
        except ValueError as error:
            yield Fault(record, field, f"The address is malformed: {error}.", "Copy it from the address bar again.")
            return
        if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
            problem = "The address is not a full web address."
            yield Fault(record, field, problem, "Write it with https:// and the name of the host.")
        found = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if name.startswith(TRACKING)]
        if found:
            query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in found])
            clean = urlunsplit(parts._replace(query=query))
            yield Fault(record, field, f"The address carries tracking ({', '.join(found)}).", f"Write {clean}")

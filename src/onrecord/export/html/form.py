"""The format: readings in, one page out."""

from __future__ import annotations

import shutil
import tempfile

from onrecord.export.form import Format
from onrecord.export.html.page import Entry, document_part, foot, head
from onrecord.model import Reading


class Html(Format):
    """One self-contained page: each article with its spans marked, its mentions, its sourcing and its times.

    The page asks nothing of any network and runs nothing but its own script, which its Content-Security-Policy names by
    hash. The same readings give the same bytes.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from onrecord.model import Document, Reading
    >>> out = pathlib.Path(tempfile.mkdtemp()) / "report.html"
    >>> with Html.open(out) as sink:
    ...     sink.write(Reading(Document("d", "Rain fell.", title="R&D")))
    >>> "<h1 id=\\"d1\\"><bdi>R&amp;D</bdi></h1>" in out.read_text(encoding="utf-8")
    True
    """

    name, suffix = "html", ".html"
    description = "a page for reading: the article with its spans marked, mentions, sourcing, timeline; one file"

    IN_MEMORY = 16_000_000
    """Bytes of documents held before they go to a temporary file: the contents stand before them and come last."""

    def begin(self) -> None:
        """Open the store of finished documents."""
        self._entries: list[Entry] = []
        self._first: Reading | None = None
        self._done = tempfile.SpooledTemporaryFile(max_size=self.IN_MEMORY)  # noqa: SIM115 - closed in `end`

    def write(self, reading: Reading) -> None:
        """Keep the reading as a finished part; the first waits, for alone on the page it is laid out otherwise."""
        if self._first is None:
            self._first = reading
            return
        if not self._entries:
            self._finish(self._first, alone=False)
        self._finish(reading, alone=False)

    def end(self) -> None:
        """Write the page."""
        if self._first is not None and not self._entries:
            self._finish(self._first, alone=True)
        with self._done:
            self.stream.write(head(self._entries).encode("utf-8"))
            self._done.seek(0)
            shutil.copyfileobj(self._done, self.stream)
            self.stream.write(foot().encode("utf-8"))

    def _finish(self, reading: Reading, *, alone: bool) -> None:
        part, entry = document_part(
            reading, tuple(self.held(reading)), len(self._entries) + 1, alone=alone, goldstein=self.goldstein
        )
        self._entries.append(entry)
        self._done.write(f"{part}\n".encode())

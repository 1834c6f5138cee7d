"""Bytes to rows: encoding, delimiter, and the limits within which a file is read."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from core.importing.values import FileRefused, Progress
from core.knowledge.texts import say

MB = 1024 * 1024
LARGEST = 20 * MB
LARGEST_JSON = 10 * MB
MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_MEMBERS = 20
MOST_LISTED = 1000
"""Marks of members in an archive; what is packed may hold one by chance."""
LONGEST_LINE = 131_072
LONGEST_CELL = 20_000
CHUNK = 1 * MB
TOLD_EVERY = 1000

Cells = list[str]


def check_size(data: bytes) -> None:
    """Refuse a file that is empty or larger than any export."""
    if not data.strip(b"\x00\r\n\t ,;"):
        raise FileRefused(say("import.refused.empty"))
    if len(data) > LARGEST:
        raise FileRefused(say("import.refused.large", limit=LARGEST // MB))


def unzipped(data: bytes) -> list[bytes]:
    """The members of an archive, or the file itself; read in parts, so that no archive grows past the limit."""
    if not data.startswith(b"PK\x03\x04"):
        return [data]
    # Each entry of a list of contents takes ten times its size once it is read.
    if data.count(b"PK\x01\x02") > MOST_LISTED:
        raise FileRefused(say("import.refused.archive"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()][: MOST_MEMBERS + 1]
            if len(members) > MOST_MEMBERS:
                raise FileRefused(say("import.refused.archive"))
            return _members(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(say("import.refused.archive")) from error


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> list[bytes]:
    left, found = LARGEST, []
    for member in members:
        # Packers that few know can ask for much memory before they give the first byte.
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            continue
        parts: list[bytes] = []
        with archive.open(member) as stream:
            while part := stream.read(CHUNK):
                left -= len(part)
                if left < 0:
                    raise FileRefused(say("import.refused.large", limit=LARGEST // MB))
                parts.append(part)
        found.append(b"".join(parts))
    return found


def encoding_of(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else Windows' Western European, which reads any byte."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def lines_of(data: bytes) -> Iterator[str]:
    """The lines of a text file, whatever its line ends."""
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data), errors="replace", newline="")
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileRefused(say("import.refused.line"))
        yield line


@dataclass(frozen=True)
class Table:
    """A file as a table: its header in lower case, and its rows one after the other."""

    data: bytes
    delimiter: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    has_header: bool = True

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns."""
        return frozenset(self.header)

    @property
    def decimal_comma(self) -> bool:
        """Numbers may have a decimal comma only where commas part nothing."""
        return self.delimiter != ","

    def place(self, *names: str) -> int:
        """Where the first of these columns stands; one past the last cell, which is always blank, without any."""
        return next((self.header.index(name) for name in names if name in self.header), len(self.header))

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, Cells]]:
        """Line and cells of each row, blank ones left out, short ones filled up; a blank cell ends each.

        Raises:
            FileRefused: the file is longer or wider than any export, or damaged.
        """
        width, size = len(self.header), max(1, len(self.data))
        seen = 0
        fed = 0

        def fed_lines() -> Iterator[str]:
            nonlocal fed
            for line in lines_of(self.data):
                fed += len(line)
                yield line

        reader = csv.reader(fed_lines(), delimiter=self.delimiter)
        try:
            if self.has_header:
                next(reader, None)
            for cells in reader:
                if not any(cells):
                    continue
                seen += 1
                if seen > MOST_ROWS:
                    raise FileRefused(say("import.refused.rows", limit=f"{MOST_ROWS:,}"))
                if progress is not None and seen % TOLD_EVERY == 0:
                    progress(min(1.0, fed / size))
                if len(cells) < width:
                    cells += [""] * (width - len(cells))
                cells.append("")
                yield reader.line_num, cells
        except csv.Error as error:
            raise FileRefused(say("import.refused.damaged", line=reader.line_num)) from error


def table_of(data: bytes) -> Table:
    """The table that a file holds. Raises FileRefused where the file is no text."""
    first = next((line for line in lines_of(data) if line.strip()), "")
    if "\x00" in first:
        raise FileRefused(say("import.refused.unknown"))
    delimiter = _delimiter(first)
    try:
        titles = next(csv.reader(_from_first(data), delimiter=delimiter), [])
    except csv.Error as error:
        raise FileRefused(say("import.refused.damaged", line=1)) from error
    if len(titles) > MOST_COLUMNS:
        raise FileRefused(say("import.refused.wide"))
    header = tuple(" ".join(title.split()).casefold() for title in titles)
    return Table(data, delimiter, tuple(" ".join(title.split()) for title in titles), header)


def _from_first(data: bytes) -> Iterator[str]:
    started = False
    for line in lines_of(data):
        started = started or bool(line.strip())
        if started:
            yield line


def _delimiter(line: str) -> str:
    """The sign that parts the most cells outside of quotes."""
    bare = "".join(part for at, part in enumerate(line.split('"')) if at % 2 == 0)
    return max((",", ";", "\t"), key=bare.count)

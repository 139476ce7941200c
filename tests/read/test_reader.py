"""Paths in, documents and failures out: every kind of file, whole and broken."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.errors import InvalidSetting
from onrecord.model import Document
from onrecord.read import Failure, ReadOptions, count_documents, read_paths

TEXT = "Police arrested 12 protesters in Lima on Monday."
OTHER = "The two ministers met in Niamey on Tuesday."
FRENCH = "Les deux ministres se sont rencontrés mardi à Niamey."

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below a fresh folder."""

    def write_(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_


def documents(*paths: str | Path, stdin: bytes = b"", **options: object) -> list[Document]:
    found = list(read_paths(paths, ReadOptions(**options), stdin=io.BytesIO(stdin)))  # type: ignore[arg-type]
    assert [str(failure) for failure in found if isinstance(failure, Failure)] == []
    return [document for document in found if isinstance(document, Document)]


def failures(*paths: str | Path, **options: object) -> list[Failure]:
    found = read_paths(paths, ReadOptions(**options), stdin=io.BytesIO())  # type: ignore[arg-type]
    return [failure for failure in found if isinstance(failure, Failure)]


def the_failure(*paths: str | Path, **options: object) -> Failure:
    """The one failure of a run; it must say what, where and what to do."""
    [failure] = failures(*paths, **options)
    assert failure.message
    assert failure.remedy
    assert failure.path
    assert len(str(failure)) < 600
    return failure


# --- one document a file -----------------------------------------------------------------------------------


def test_plain_text_is_one_document_with_its_headline_and_its_newlines(write: Write) -> None:
    assert documents(write("a.txt", f"Arrests in Lima\r\n\r\n{TEXT}\n")) == [
        Document("a", f"Arrests in Lima\r\n\r\n{TEXT}\n", language="en")
    ]


def test_a_byte_order_mark_is_no_part_of_the_text(write: Write) -> None:
    assert documents(write("a.txt", b"\xef\xbb\xbf" + TEXT.encode()))[0].text == TEXT


def test_nul_and_nothing_else_is_replaced(write: Write) -> None:
    assert documents(write("a.txt", TEXT + "\0\x0b\u2028"))[0].text == TEXT + "\ufffd\x0b\u2028"


def test_a_guessed_encoding_is_noted_on_the_document(write: Write) -> None:
    [document] = documents(write("a.txt", "São Paulo: the police arrested 12 men.".encode("cp1252")))
    assert document.text.startswith("São")
    assert "a guess" in document.notes[0]


def test_markdown_gives_its_front_matter_and_its_body_as_it_is_written(write: Write) -> None:
    front = 'title: "Talks: day two"\noutlet: Wire\nurl: https://example.org/1\npublished: 2024-06-05T15:20:00Z'
    path = write("a.md", f"---\n{front}\ntags: [a, b]\n---\n\n# Talks\n\n**{TEXT}**\n")
    assert documents(path) == [
        Document(
            "a", f"# Talks\n\n**{TEXT}**\n", "Talks: day two", "Wire", "https://example.org/1", "en",
            "2024-06-05T15:20:00+00:00",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [TEXT, f"---\n{TEXT}\n---\nRain.\n", f"---\n{TEXT}", f"{TEXT}\n---\nRain", f"---\n- a\n---\n{TEXT}"]
)
def test_markdown_without_front_matter_is_all_text(write: Write, text: str) -> None:
    assert documents(write("a.md", text))[0].text == text


@pytest.mark.parametrize("line", ["title: a: b", "title: [a", "\t- x: y", 'title: "a'])
def test_a_broken_front_matter_is_named_with_its_file(write: Write, line: str) -> None:
    path = write("a.md", f"---\noutlet: W\n{line}\n---\n{TEXT}")
    failure = the_failure(path)
    assert (failure.kind, failure.path) == ("InvalidMetadata", str(path))
    assert "the front matter is not YAML in line" in failure.message


def test_a_front_matter_of_aliases_or_brackets_costs_no_more_than_its_length(write: Write) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(200))
    write("bomb.md", f"---\n{bomb}outlet: W\n---\n{TEXT}")
    path = write("deep.md", f"---\nx: {'[' * 20_000}\n---\n{TEXT}")
    found = list(read_paths([path.parent]))
    assert isinstance(found[0], Document)
    assert found[0].outlet == "W"
    assert len(found) == 2


def test_a_list_as_title_is_refused(write: Write) -> None:
    assert "title is of type list" in the_failure(write("a.md", f"---\ntitle: [a, b]\n---\n{TEXT}")).message


PAGE = """<!doctype html><html lang="fr"><head><title>Arrests in Lima | Andes Wire</title>
<meta property="og:site_name" content="Andes Wire"><meta property="og:title" content="Arrests in Lima">
<meta property="article:published_time" content="2024-06-07T10:00:00Z"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Arrests in Lima</h1>
<p>Police arrested 12 protesters in Lima on Monday, the interior ministry of the country said in a statement.</p>
<p>The protesters were released on Tuesday after a judge had heard them in the presence of their lawyers.</p>
</article><script>var x = "<p>no</p>";</script><footer>Imprint</footer></body></html>"""


def test_a_page_gives_the_article_with_title_date_and_outlet(write: Write) -> None:
    [document] = documents(write("a.html", PAGE))
    assert (document.title, document.outlet, document.published, document.language) == (
        "Arrests in Lima", "Andes Wire", "2024-06-07", "en",
    )  # fmt: skip
    assert "Police arrested 12 protesters" in document.text
    assert "var x" not in document.text
    assert "Imprint" not in document.text


def test_a_page_in_the_encoding_that_it_declares(write: Write) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Lima on", "Gdańsk on")
    assert "Gdańsk" in documents(write("a.html", page.encode("iso-8859-2")))[0].text


BROKEN_PAGES = {
    "deep": "<html><body>" + "<div>" * 100_000 + f"<p>{TEXT}",
    "closed deep": "<html><body>" + "<div>" * 100_000 + f"<p>{TEXT}" + "</div>" * 100_000,
    "fragment": f"<p>{TEXT}",
    "unclosed": f"<html><body><p>{TEXT}<p><b><a href='",
    "many tags": "<html><body>" + "<p><b>" * 100_000 + TEXT,
    "open comments": f"<html><body><p>{TEXT}" + "<!--" * 100_000,
    "open scripts": f"<html><body><p>{TEXT}" + "<script>" * 200_000,
    "only brackets": f"{TEXT}" + "<" * 500_000,
    "no tags": TEXT,
    "bad entity": f"<html><body><p>{TEXT} &#xd800; &#0; &#99999999999;</p></body></html>",
}


@pytest.mark.parametrize("page", BROKEN_PAGES.values(), ids=BROKEN_PAGES)
def test_a_deep_or_broken_page_gives_its_text_in_bounded_time(write: Write, page: str) -> None:
    assert TEXT in documents(write("a.html", page))[0].text


def test_a_page_without_text_is_empty(write: Write) -> None:
    assert the_failure(write("a.html", "<html><body><script>load()</script></body></html>")).kind == "EmptyDocument"


def test_one_json_object_is_one_document_under_the_name_of_its_file(write: Write) -> None:
    assert documents(write("a.json", json.dumps({"text": TEXT, "outlet": "W"}))) == [
        Document("a", TEXT, outlet="W", language="en")
    ]


# --- one document a row ------------------------------------------------------------------------------------

ROWS = [
    {"id": "x", "text": TEXT, "title": "A", "outlet": "W", "url": "u", "published": "2024-06-07"},
    {"id": None, "text": OTHER, "title": None, "outlet": None, "url": None, "published": None},
]
EXPECTED = [
    Document("x", TEXT, "A", "W", "u", "en", "2024-06-07"),
    Document("a:2", OTHER, None, None, None, "en", None),
]


def as_jsonl(rows: list[dict[str, str | None]]) -> bytes:
    return "\n".join(map(json.dumps, rows)).encode()


def as_json(rows: list[dict[str, str | None]]) -> bytes:
    return json.dumps(rows).encode()


def as_table(delimiter: str) -> Callable[[list[dict[str, str | None]]], bytes]:
    def table(rows: list[dict[str, str | None]]) -> bytes:
        lines = [rows[0].keys(), *(row.values() for row in rows)]
        return "\r\n".join(delimiter.join(value or "" for value in line) for line in lines).encode("utf-8-sig")

    return table


def as_parquet(rows: list[dict[str, str | None]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.jsonl", as_jsonl), ("a.ndjson", as_jsonl), ("a.json", as_json), ("a.csv", as_table(",")),
        ("a.csv", as_table(";")), ("a.CSV", as_table("\t")), ("a.tsv", as_table("\t")), ("a.parquet", as_parquet),
    ],
)  # fmt: skip
def test_every_table_gives_the_same_documents(
    write: Write, name: str, written: Callable[[list[dict[str, str | None]]], bytes]
) -> None:
    assert documents(write(name, written(ROWS))) == EXPECTED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps({"body": TEXT, "source": "W"}).encode()),
        ("a.csv", f"body,source\n{TEXT},W\n".encode()),
        ("a.parquet", as_parquet([{"body": TEXT, "source": "W"}])),
        ("a.json", json.dumps([{"body": TEXT, "source": "W"}]).encode()),
    ],
)
def test_columns_of_other_names_are_taken_when_named(write: Write, name: str, content: bytes) -> None:
    [document] = documents(write(name, content), columns={"text": "body", "outlet": "source"})
    assert (document.text, document.outlet) == (TEXT, "W")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps({"body": TEXT, "nr": 1}).encode()),
        ("a.csv", f"body,nr\n{TEXT},1\n".encode()),
        ("a.parquet", as_parquet([{"body": TEXT, "nr": "1"}])),
    ],
)
def test_a_missing_column_is_named_with_those_that_are_there_and_the_option(
    write: Write, name: str, content: bytes
) -> None:
    failure = the_failure(write(name, content))
    assert "'text'" in failure.message
    assert "'body', 'nr'" in failure.message
    assert "--column text=body" in failure.remedy


def test_a_column_that_was_named_must_be_there(write: Write) -> None:
    path = write("a.csv", f"text,nr\n{TEXT},1\n")
    assert "no column 'paper'" in the_failure(path, columns={"outlet": "paper"}).message


def test_a_broken_line_fails_alone_and_under_its_number(write: Write) -> None:
    good = json.dumps({"text": TEXT})
    path = write(
        "a.jsonl", f'{good}\n{{"text": "cut\n\n["list"]\n{good}\n{{"text": {"[" * 100_000}\n{{"text": null}}\n'
    )
    found = list(read_paths([path]))
    assert [item.id if isinstance(item, Document) else (item.row, item.kind) for item in found] == [
        "a:1", (2, "UnreadableDocument"), (4, "UnreadableDocument"), "a:5", (6, "UnreadableDocument"),
        (7, "EmptyDocument"),
    ]  # fmt: skip


def test_a_lone_surrogate_in_json_is_replaced_and_a_pair_is_a_character(write: Write) -> None:
    [document] = documents(write("a.jsonl", r'{"text": "The police \ud800 and \ud83d\ude00 met in the town."}'))
    assert document.text == "The police \ufffd and \U0001f600 met in the town."


def test_bytes_far_into_a_file_that_are_not_utf8_cost_one_line(write: Write) -> None:
    line = json.dumps({"text": TEXT + " Zoë said.".replace("ë", "é") * 40}, ensure_ascii=False).encode() + b"\n"
    path = write("a.jsonl", line * 4_000 + b'{"text": "caf\xe9"}\n' + line)
    [failure] = failures(path)
    assert (failure.row, failure.message) == (4_001, "the line is not UTF-8")


def test_a_line_of_any_length_is_skipped_without_being_held(write: Write) -> None:
    good = json.dumps({"text": TEXT})
    path = write("a.jsonl", f'{{"text": "{"x" * 3_000_000}"}}\n{good}\n')
    found = list(read_paths([path], ReadOptions(max_characters=100)))
    assert [item.id if isinstance(item, Document) else (item.row, item.kind) for item in found] == [
        (1, "DocumentTooLong"), "a:2",
    ]  # fmt: skip


def test_a_large_file_is_read_as_it_is_asked_for(write: Write) -> None:
    path = write("a.jsonl", (json.dumps({"text": TEXT}) + "\n") * 25_000)
    reader = read_paths([path])
    assert isinstance(next(reader), Document)
    path.write_bytes(b"")
    assert sum(1 for _ in reader) < 24_999


def test_a_cell_may_hold_newlines_quotation_marks_nul_and_a_long_article(write: Write) -> None:
    long = TEXT + " word" * 60_000
    path = write("a.csv", f'text,title\n"He said ""no"".\nThe police left\0",A\n"{long}",B\n')
    assert [document.text for document in documents(path)] == ['He said "no".\nThe police left\ufffd', long]


def test_a_row_of_too_many_cells_fails_alone(write: Write) -> None:
    path = write("a.csv", f"id,text\n1,{TEXT}\n2,Police, they said, left\n3,{OTHER}\n")
    found = list(read_paths([path]))
    assert [item.id if isinstance(item, Document) else (item.row, item.kind) for item in found] == [
        "1", (2, "UnreadableDocument"), "3",
    ]  # fmt: skip


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rest_in_silence(write: Write) -> None:
    path = write("a.csv", f'id,text\n1,{TEXT}\n2,"{OTHER}\n3,{TEXT}\n')
    found = list(read_paths([path]))
    assert [item.id if isinstance(item, Document) else (item.row, item.kind) for item in found] == [
        "1", (2, "UnreadableDocument"),
    ]  # fmt: skip
    assert "quotation mark" in str(found[1])


@pytest.mark.parametrize("content", ["", "\n\n", "text\n"])
def test_a_table_without_rows_gives_no_document(write: Write, content: str) -> None:
    assert [item for item in read_paths([write("a.csv", content)]) if isinstance(item, Document)] == []


def test_a_broken_parquet_file_is_one_failure(write: Write) -> None:
    whole = as_parquet([{"text": TEXT}] * 1_000)  # type: ignore[list-item]
    assert "Parquet file is broken" in the_failure(write("a.parquet", b"PAR1 and no more")).message
    assert "Parquet file is broken" in the_failure(write("b.parquet", whole[: len(whole) // 2])).message


def test_a_number_as_text_is_refused(write: Write) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [1, 2]}), out)
    assert [failure.row for failure in failures(write("a.parquet", out.getvalue()))] == [1, 2]


# --- metadata ----------------------------------------------------------------------------------------------


def test_options_fill_what_a_document_does_not_say(write: Write) -> None:
    path = write("a.csv", f"id,text,outlet,published\n1,{TEXT},,\n2,{TEXT},W,2023-01-01\n")
    found = documents(path, outlet="Default", published="2024-06-07")
    assert [(document.outlet, document.published) for document in found] == [
        ("Default", "2024-06-07"), ("W", "2023-01-01"),
    ]  # fmt: skip


def test_an_impossible_date_fails_its_row_and_names_it(write: Write) -> None:
    path = write("a.csv", f"id,text,published\n1,{TEXT},2024-02-30\n2,{TEXT},\n")
    failure = the_failure(path)
    assert (failure.row, failure.kind) == (1, "InvalidMetadata")
    assert "'2024-02-30' does not exist" in failure.message


def test_a_foreign_text_is_refused_by_the_name_of_its_language(write: Write) -> None:
    failure = the_failure(write("a.txt", FRENCH))
    assert failure.kind == "UnsupportedLanguage"
    assert "French (fr)" in failure.message


def test_a_language_that_is_declared_wins_over_the_detection(write: Write) -> None:
    assert documents(write("a.txt", FRENCH), language="en")[0].language == "en"


# --- ids ---------------------------------------------------------------------------------------------------


def test_files_of_one_stem_are_told_apart_by_folder_or_suffix(write: Write, tmp_path: Path) -> None:
    for name in ("x/a.txt", "y/a.txt", "y/b.txt", "y/b.md", "c.txt"):
        write(name, TEXT)
    assert [document.id for document in documents(tmp_path)] == ["c", "x/a", "y/a", "b.md", "b.txt"]


def test_an_id_that_was_seen_before_is_numbered_and_noted(write: Write) -> None:
    path = write("a.jsonl", as_jsonl([{"id": "q", "text": TEXT}] * 3 + [{"id": "q~2", "text": TEXT}]))  # type: ignore[list-item]
    found = documents(path)
    assert [document.id for document in found] == ["q", "q~2", "q~3", "q~2~2"]
    assert "'q' is taken" in found[1].notes[0]


def test_a_file_name_in_another_encoding_gives_an_id_that_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(TEXT)
    assert documents(path)[0].id == "caf\ufffd"


# --- folders and paths -------------------------------------------------------------------------------------


def test_a_folder_is_read_in_order_without_hidden_and_unknown_files(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", ".hidden/x.txt", "c.pdf", ".x.txt", "failures.jsonl", "b.TXT.txt"):
        write(name, TEXT)
    assert [document.id for document in documents(tmp_path)] == ["b.TXT", "b", "z"]


def test_a_glob_keeps_the_files_that_match(write: Write, tmp_path: Path) -> None:
    for name in ("2023/a.txt", "2024/b.txt", "2024/c.md"):
        write(name, TEXT)
    assert [document.id for document in documents(tmp_path, glob="*.md")] == ["c"]
    assert [document.id for document in documents(tmp_path, glob="2024/*")] == ["b", "c"]


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.doc").write_text(TEXT)
    assert "no articles in this folder" in the_failure(tmp_path).message


def test_a_folder_with_the_name_of_a_file_is_a_folder(write: Write, tmp_path: Path) -> None:
    write("x.txt/a.txt", TEXT)
    assert [document.id for document in documents(tmp_path / "x.txt")] == ["a"]
    assert [document.id for document in documents(tmp_path)] == ["a"]


def test_links_that_lead_in_a_circle_end(write: Write, tmp_path: Path) -> None:
    write("a/b.txt", TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = list(read_paths([tmp_path]))
    assert sum(isinstance(item, Document) for item in found) == 1
    assert [item.path for item in found if isinstance(item, Failure)] == [str(tmp_path / "self.txt")]


def test_a_file_that_is_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write("a.txt", TEXT)
    assert len(documents(path, tmp_path, str(path))) == 1


def test_a_missing_file_fails_alone(write: Write, tmp_path: Path) -> None:
    found = list(read_paths([tmp_path / "gone.txt", write("a.txt", TEXT)]))
    assert "no such file" in str(found[0])
    assert isinstance(found[1], Document)


def test_a_file_that_vanishes_during_the_run_fails_alone(write: Write, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, TEXT)
    reader = read_paths([tmp_path])
    next(reader)
    (tmp_path / "b.txt").unlink()
    assert [type(item).__name__ for item in reader] == ["Failure", "Document"]


def test_a_file_that_may_not_be_read_fails_alone(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    # the tests may run as root, who may read everything
    path = write("a.txt", TEXT)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("io.FileIO", refused)
    assert "no right to read it" in the_failure(path).message


def test_a_disk_that_fails_in_the_middle_is_a_failure(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.txt", TEXT)

    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("io.FileIO", lambda *_: Broken())
    assert "Input/output error" in the_failure(path).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_device_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe, socket or device" in the_failure(tmp_path / "pipe.txt").message
    assert "pipe, socket or device" in the_failure(Path("/dev/zero")).message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("empty.txt", b"", "EmptyDocument"),
        ("blank.txt", b" \n\t\n", "EmptyDocument"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "UnreadableDocument"),
        ("paper.pdf", b"%PDF-1.7", "UnreadableDocument"),
        ("huge.txt", b"word " * 10_000_000, "DocumentTooLong"),
        ("huge.html", b"<p>word " * 6_000_000, "UnreadableDocument"),
        ("empty.json", b"", "UnreadableDocument"),
        ("empty-list.json", b"[]", "UnreadableDocument"),
        ("broken.json", b'{"text": ', "UnreadableDocument"),
        ("deep.json", b"[" * 1_000_000, "UnreadableDocument"),
        ("number.json", b"7", "UnreadableDocument"),
    ],
)
def test_bad_input_is_one_clear_failure(write: Write, name: str, content: bytes, kind: str) -> None:
    assert the_failure(write(name, content)).kind == kind


def test_no_path_at_all_is_wrong_use() -> None:
    with pytest.raises(InvalidSetting, match="nothing to read"):
        read_paths([])


# --- standard input ----------------------------------------------------------------------------------------


def test_standard_input_is_plain_text_or_json_lines() -> None:
    assert documents("-", stdin=TEXT.encode()) == [Document("stdin", TEXT, language="en")]
    assert [document.id for document in documents("-", stdin=b"\n" + as_jsonl(ROWS))] == ["x", "stdin:3"]


def test_standard_input_is_not_closed_by_reading_it() -> None:
    stdin = io.BytesIO(TEXT.encode())
    list(read_paths(["-"], stdin=stdin))
    assert not stdin.closed


def test_closed_standard_input_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    [failure] = read_paths(["-"])
    assert "standard input is closed" in str(failure)


# --- counting ----------------------------------------------------------------------------------------------


def test_files_of_one_document_can_be_counted_and_tables_cannot(write: Write, tmp_path: Path) -> None:
    write("a.txt", TEXT)
    write("b.md", TEXT)
    assert count_documents([tmp_path]) == 2
    write("c.jsonl", "")
    assert count_documents([tmp_path]) is None

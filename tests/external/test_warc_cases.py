"""The WARC files of many makers in shared/cases/warc, and what they should give."""

import base64
import json
from pathlib import Path

import pytest

from archive.file_check import verify_file
from archive.jobs import ingest_files
from archive.repair import repair_tail
from archive.salvage import salvage
from archive.warc_bytes import Source
from archive.warc_reader import Damage, Record, payload, read_at, records, survey

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
FILES = sorted((CASES / "warc").glob("*")) if CASES.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason=f"{CASES / 'warc'} is not there")

TORN = {  # name: records read in sequence from the .gz, and records that are whole
    "intact": (10, 10),
    "torn_last_half": (9, 9),
    "torn_last_8_bytes_short": (9, 9),
    "512_NUL_tail_disk_crash": (9, 9),
    "torn_and_append_10_more": (9, 19),
    "8_short_and_append_10": (9, 19),
    "NUL_hole_and_append": (9, 19),
    "bit_flip_mid_record_4": (4, 9),
    "truncate_to_good_and_append": (19, 19),
}
WHOLE = ("intact", "truncate_to_good_and_append")
SOUND = (
    "http_faults_raw", "jwarc__", "jwat__valid", "warcio__example.warc", "warcio__example-resource",
    "warcio__post-test", "warcio__example-iana.org-chunked",
)  # fmt: skip


def case(name: str) -> Path:
    return CASES / "warc" / name


def surveyed(path: Path) -> tuple[list[Record], list[Damage]]:
    with Source(path) as source:
        items = list(survey(source))
    return [item for item in items if isinstance(item, Record)], [item for item in items if isinstance(item, Damage)]


def in_sequence(path: Path) -> int:
    count = 0
    try:
        for _ in records(path):
            count += 1
    except Damage:
        pass
    return count


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_verified_without_a_traceback(path: Path) -> None:
    report = verify_file(path)
    assert report.length == path.stat().st_size
    assert report.records or report.findings
    for finding in report.findings:
        assert "\n" not in finding.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_record_can_be_read_again_by_its_offset(path: Path) -> None:
    for record in surveyed(path)[0]:
        if not record.member_shared:
            assert read_at(path, record.offset, record.length) == record


@pytest.mark.parametrize("name", TORN)
def test_torn_files_give_every_whole_record(name: str) -> None:
    sequence, whole = TORN[name]
    packed, plain = case(f"torn__{name}.warc.gz"), case(f"torn__{name}.warc")
    assert in_sequence(packed) == sequence
    good, damage = surveyed(packed)
    assert len(good) == whole
    assert len(damage) == (0 if name in WHOLE else 1)
    assert len(surveyed(plain)[0]) == (10 if "bit_flip" in name else whole)


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("suffix", ["warc", "warc.gz"])
def test_torn_files_fail_verification_and_whole_ones_pass(name: str, suffix: str) -> None:
    report = verify_file(case(f"torn__{name}.{suffix}"))
    damage = {finding.code for finding in report.findings if finding.level == "damage"}
    assert (damage == set()) == (name in WHOLE)


@pytest.mark.parametrize("name", [name for name in TORN if "torn" in name or "NUL" in name or "short" in name])
def test_torn_files_are_repaired_to_their_last_whole_record(name: str, tmp_path: Path) -> None:
    path = tmp_path / "run-00001.warc.gz.open"
    path.write_bytes(case(f"torn__{name}.warc.gz").read_bytes())
    repair = repair_tail(path, 0)
    assert len(repair.adopted) == 9
    assert repair.cut > 0
    assert verify_file(path).findings == ()


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith(SOUND)], ids=lambda path: path.name)
def test_sound_files_are_read_whole(path: Path) -> None:
    good, damage = surveyed(path)
    assert good
    assert damage == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name.startswith("jwat__invalid")], ids=lambda path: path.name
)
def test_what_jwat_calls_invalid_is_found(path: Path) -> None:
    report = verify_file(path)
    unchecked = ("contenttype", "segment", "encoding-headers")  # recommendations, segments and HTTP header bytes
    if not any(word in path.name for word in unchecked):
        assert [finding for finding in report.findings if finding.level == "damage"]


def test_awkward_responses_have_the_payload_that_is_expected() -> None:
    expected = {}
    for line in (CASES / "http" / "raw_responses.jsonl").read_text().splitlines():
        row = json.loads(line)
        expected[f"http://fault.vn/{row['name']}"] = (row["raw_b64"], row["entity_b64"])
    found = list(records(case("http_faults_raw.warc.gz")))
    assert len(found) == 34
    for record in found:
        raw, entity = expected[record.url or ""]
        assert record.block == base64.b64decode(raw)
        if entity is not None:
            assert payload(record) == base64.b64decode(entity), record.url


def test_awkward_responses_have_right_digests_in_one_reading_or_the_other() -> None:
    report = verify_file(case("http_faults_raw.warc.gz"))
    codes = {finding.code for finding in report.findings}
    assert report.records == 34
    assert codes <= {"http_short", "payload_digest_raw"}


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("suffix", ["warc", "warc.gz"])
def test_salvage_gives_every_whole_record(name: str, suffix: str, tmp_path: Path) -> None:
    report = salvage(case(f"torn__{name}.{suffix}"), tmp_path / f"out.{suffix}")
    assert report["records"] == (10 if "bit_flip" in name and suffix == "warc" else TORN[name][1])
    assert bool(report["lost"]) == (name not in WHOLE and (suffix, name) != ("warc", "bit_flip_mid_record_4"))


def test_all_of_them_are_ingested_once(tmp_path: Path) -> None:
    first = ingest_files(tmp_path / "a", FILES, jobs=1, generic=True)
    again = ingest_files(tmp_path / "a", FILES, jobs=1, generic=True)
    assert first["exit_code"] == 1  # many are damaged, and the report says so
    assert first["damaged"] > 20
    assert {file["state"] for file in first["files"]} <= {"whole", "separated"}
    empty = {file["name"] for file in first["files"] if not file["captures"]}  # read again, for nothing of them is kept
    assert {file["state"] for file in again["files"] if file["name"] not in empty} == {"known"}
    assert again["total"]["requests"] == 0

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bench.ground import SQLITE
from tests.bench.pacing import paced
from tests.bench.plan import PARTS
from tests.bench.report import CASES_QUERIES, STATISTICS_QUERIES, Row, as_text, rows
from tests.bench.timing import interleaved, percentile

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.once
def test_every_part_works_on_a_few_profiles(tmp_path):
    answers = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--size", "60", "--small", "--json", str(answers)]
    server = os.environ.get("DATABASE_URL", SQLITE)

    done = subprocess.run(
        [*command, "--cache", str(tmp_path), "--database", server],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(answers.read_bytes())["found"]
    assert set(found) == set(PARTS)
    assert found["load"]["60"]["index"]["profiles"] == 60
    assert set(found["engine"]["60"]["bands"]) == {"frequent", "middle", "rare"}
    assert found["engine"]["60"]["engine"]["wall"]["times"] == found["engine"]["60"]["raw"]["wall"]["times"] == 12
    assert found["page"]["60"]["page"]["times"] == 6
    assert found["clusters"]["60"]["street"]["wall"]["times"] == 10
    assert found["locating"]["in_a_district"] > 0
    assert found["doubles"]["60"]["profiles"] > 60  # planted copies and labelled pairs come on top
    assert found["doubles"]["60"]["labelled_recall"] >= 0.9
    assert found["import"]["60"][0]["added"] == 40
    assert all(one["css"] and one["js"] and one["html"] for one in found["weight"].values())
    assert found["documents"]["sample"]["times"] == found["documents"]["empty"]["times"] == 3
    assert found["entries"]["standing"] >= 50
    assert found["letters"]["letters"] == 3
    assert found["autosave"]["save"]["times"] == found["autosave"]["floor"]["times"] == 6
    assert found["autosave"]["save"]["p95"] <= found["autosave"]["save"]["most"]
    assert found["cases"]["standing"] >= 100
    assert found["cases"]["page"]["times"] == found["cases"]["raw"]["times"] == 5
    assert 0 < found["cases"]["most_queries"] <= CASES_QUERIES
    assert found["statistics"]["projects"] >= 60
    assert found["statistics"]["page"]["times"] == found["statistics"]["empty"]["times"] == 4
    assert 0 < found["statistics"]["most_queries"] <= STATISTICS_QUERIES
    assert found["quality"]["made up"]["ways"]["as it is"]["recall_at_10"] == 1
    assert "first visit: home" in done.stdout


def test_a_missed_bar_is_said():
    times = {"p50": 1.0, "p95": 30.0, "mean": 2.0}
    found = {"engine": {"1000000": {"engine": {"wall": times}, "raw": {"wall": {**times, "p95": 20.0}}}}}

    p95, ratio = rows(found)

    assert (p95.figure, p95.bar, p95.ok) == ("30 ms (p50 1.0, mean 2.0)", "≤ 25 ms", False)
    assert ratio.ok is True
    assert "MISSED" in as_text([p95, Row("load", "3 s")])


def test_times_are_taken_in_turns_and_the_first_round_only_warms_up():
    asked = []
    ways = {"ours": lambda item: asked.append(("ours", item)), "raw": lambda item: asked.append(("raw", item))}

    taken = interleaved("ab", ways, rounds=2)

    assert asked == [("ours", "a"), ("raw", "a"), ("ours", "b"), ("raw", "b")] * 3
    assert len(taken["ours"]["wall"]) == len(taken["raw"]["cpu"]) == 4


def test_whoever_waits_behind_a_stall_is_timed_from_the_planned_moment():
    first, second, third = paced([lambda: time.sleep(0.1)], every=0.01, rounds=3)

    assert first >= 100 and second >= 190 and third >= 280


def test_percentiles_are_values_that_were_measured():
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7

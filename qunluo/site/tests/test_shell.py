"""The console command: help in two languages, verbs that are not there yet, digest, doctor."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.utils import translation

from qunluo.kernel import digest
from qunluo.site import cli, running
from qunluo.site.speaking import chosen_language, gettext, without_language


@pytest.fixture(autouse=True)
def _english_again():
    with translation.override("en"):
        yield
    gettext.language = "en"


@pytest.mark.parametrize(
    ("words", "lang", "chosen"),
    [
        ([], "", "en"),
        ([], "zh_CN.UTF-8", "zh-hans"),
        (["--lang", "zh"], "en_GB", "zh-hans"),
        (["run", "--lang=en"], "zh_CN", "en"),
    ],
)
def test_the_language_is_asked_for_or_the_system_s(monkeypatch, words, lang, chosen):
    for name in ("QUNLUO_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert chosen_language(words) == chosen


def test_language_words_are_not_passed_on():
    assert without_language(["metric", "--lang", "zh", "x", "--lang=en", "y"]) == [
        "metric",
        "x",
        "y",
    ]


def test_help_names_every_verb_in_both_languages(capsys):
    assert cli.main(["--lang", "en"]) == 0
    english = capsys.readouterr().out
    for verb in (
        "run",
        "worker",
        "import",
        "report",
        "seed",
        "metric",
        "doctor",
        "backup",
        "restore",
        "upgrade",
    ):
        assert f"\n  {verb} " in english
    assert cli.main(["--help", "--lang", "zh-hans"]) == 0
    assert "用法：qunluo" in capsys.readouterr().out


@pytest.mark.parametrize("verb", cli.VERBS, ids=lambda verb: verb.name)
def test_every_verb_explains_itself_in_both_languages(verb, capsys):
    if verb.name == "manage":
        return
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(SystemExit) as ended:
            cli.main([verb.name, "--help", "--lang", language])
        assert ended.value.code == 0
        told[language] = capsys.readouterr().out
    assert "--settings" not in told["en"]
    assert told["en"].startswith(f"usage: qunluo {verb.name}")
    assert told["zh-hans"].startswith(f"用法：qunluo {verb.name}")
    english = re.findall(r"(?:[A-Za-z]{2,} ){2,}[A-Za-z]{2,}", told["zh-hans"])
    assert english == []


def test_a_mistaken_word_is_named_in_chinese(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["metric", "--by", "moon", "--lang", "zh-hans"])
    assert ended.value.code == 2
    assert "没有 'moon' 这一项" in capsys.readouterr().err


def test_without_tables_the_set_up_is_named(tmp_path):
    env = {**os.environ, "QUNLUO_HOME": str(tmp_path), "DATABASE_URL": ""}
    words = [sys.executable, "-m", "qunluo.site.cli", "seed", "--lang", "en"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("run: qunluo setup"), done.stderr


def test_an_unknown_verb_is_said_to_be_unknown(capsys):
    assert cli.main(["fly", "--lang", "en"]) == 2
    assert "There is no command “fly”." in capsys.readouterr().err


def test_a_verb_that_is_not_there_yet_says_so(capsys):
    assert cli.manage(cli.Verb("fly", "no_such_command", ""), []) == 2
    assert "not part of this version yet" in capsys.readouterr().err


def test_a_taken_port_is_stepped_over():
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert running.free_port("127.0.0.1", port) > port


def test_two_equal_towns_have_equal_marks(village, monkeypatch):
    monkeypatch.setattr(digest, "_parts", {})
    held = [("a", 1), ("b", None)]
    digest.digest_part("x.rows")(lambda community_id: iter(held))
    first, parts = digest.digest_of(1)
    assert [(part.name, part.rows) for part in parts] == [("x.rows", 2)]
    held.reverse()
    assert digest.digest_of(1)[0] == first
    held.append(("b", None))
    assert digest.digest_of(1)[0] != first
    held[:] = [("a", 1), ("b", "")]
    assert digest.digest_of(1)[0] != first


def test_the_doctor_prints_a_digest_and_its_parts(installation):
    installation.shell("from qunluo.kernel.testing.cast import build_village; build_village()")
    told = json.loads(installation.run("doctor", "--digest", "tea", "--json").splitlines()[-1])
    assert len(told["digest"]) == 64
    refused = installation.try_run("doctor", "--digest", "nowhere")
    assert refused.returncode == 1
    assert "nowhere" in refused.stderr


def test_the_doctor_finds_a_missing_worker(installation):
    found = installation.try_run("doctor", "--json")
    states = {entry["name"]: entry["state"] for entry in json.loads(found.stdout)}
    assert "ill" in states.values()
    assert found.returncode == 1

"""What stands in `.github/`: the forms people meet, the workflows' promises, and what the pages hand to the forms."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser

from counterside.model.catalog import Catalog
from counterside.site.view import REPORT_FORM, View
from mini_site import PROJECT

GITHUB = PROJECT / ".github"
SCRIPTS = GITHUB / "scripts"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

every_form = pytest.mark.parametrize("form", FORMS, ids=[path.stem for path in FORMS])
every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=[path.stem for path in WORKFLOWS])


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _fields(form: Path) -> list[dict[str, Any]]:
    return [part for part in _read(form)["body"] if part["type"] != "markdown"]


@every_form
def test_form_warns_in_both_languages_before_it_asks(form: Path) -> None:
    first = _read(form)["body"][0]
    assert first["type"] == "markdown"
    assert "不要写" in first["attributes"]["value"]
    assert "No " in first["attributes"]["value"]
    assert {"卡号", "人名"} <= set(re.findall("卡号|人名", first["attributes"]["value"]))


@every_form
def test_form_asks_for_nothing_personal(form: Path) -> None:
    asked = " ".join(field["attributes"]["label"] for field in _fields(form))
    assert re.findall(r"姓名|电话|手机|卡号|密码|邮箱|商户号|(?i:\bname|phone|e-?mail|card|PIN\b|serial)", asked) == []


@every_form
def test_every_question_is_asked_in_both_languages(form: Path) -> None:
    for field in _fields(form):
        label = field["attributes"]["label"]
        assert re.search(r"[\u4e00-\u9fff].* · .*[A-Za-z]", label), label


def test_report_fills_in_fields_that_the_form_has(catalog: Catalog) -> None:
    view = View(catalog, catalog.site.all_languages[1], "symptoms/flap-stuck/")
    symptom = next(each for each in catalog.symptoms if each.id == "flap-stuck")
    query = parse_qs(urlsplit(view.report_url(symptom)).query, keep_blank_values=True)
    assert query.pop("template") == [REPORT_FORM]
    fields = {field["id"]: field["type"] for field in _fields(GITHUB / "ISSUE_TEMPLATE" / REPORT_FORM)}
    assert {fields[name] for name in (*query, "step")} == {"input"}
    assert query == {
        "page": ["https://returns.example/en/symptoms/flap-stuck/"],
        "language": ["English"],
        "edition": [symptom.edition],
    }


def test_site_without_a_repository_offers_no_report(catalog: Catalog) -> None:
    alone = catalog.site.model_copy(update={"repository": None})
    view = View(replace(catalog, site=alone), catalog.site.all_languages[0], "")
    assert view.report_url(None) == ""


def test_pull_request_template_has_at_most_four_boxes() -> None:
    assert 1 <= (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8").count("- [ ]") <= 4


@every_workflow
def test_every_action_is_pinned_by_its_hash(workflow: Path) -> None:
    uses = re.findall(r"uses: (.+)", workflow.read_text("utf-8"))
    assert [each for each in uses if not PINNED.fullmatch(each)] == []


def test_one_action_has_one_hash() -> None:
    uses = {each for path in WORKFLOWS for each in re.findall(r"uses: (.+)", path.read_text("utf-8"))}
    assert len(uses) == len({each.partition("@")[0] for each in uses})


@every_workflow
def test_workflow_starts_with_no_permission_and_one_at_a_time(workflow: Path) -> None:
    found = _read(workflow)
    assert found["permissions"] == {}
    assert "group" in found["concurrency"]
    for job in found["jobs"].values():
        assert "timeout-minutes" in job
        assert job["permissions"]


@every_workflow
def test_what_runs_a_pull_requests_code_may_only_read(workflow: Path) -> None:
    found = _read(workflow)
    triggers = found[True]  # YAML 1.1 reads `on` so
    if "pull_request" not in triggers:
        return
    assert "secrets." not in workflow.read_text("utf-8")
    assert {right for job in found["jobs"].values() for right in job["permissions"].values()} == {"read"}


def test_what_may_write_on_a_pull_requests_behalf_runs_none_of_it() -> None:
    jobs = [job for path in WORKFLOWS if "workflow_run" in _read(path)[True] for job in _read(path)["jobs"].values()]
    assert len(jobs) == 1
    for step in jobs[0]["steps"]:
        assert "run" not in step
        assert not step["uses"].startswith("actions/checkout@")


def test_labels_and_owners_name_files_that_are_there() -> None:
    optional = {"checklists/profile.yml", "checklists/waivers.yml"}
    owned = re.findall(r"^/(\S+)", (GITHUB / "CODEOWNERS").read_text("utf-8"), re.MULTILINE)
    assert [path for path in owned if path not in optional and not (PROJECT / path).exists()] == []
    globs = re.findall(r'"([^"]+)"', (GITHUB / "labeler.yml").read_text("utf-8"))
    folders = {glob.partition("/")[0] for glob in globs if "/" in glob}
    assert [folder for folder in folders if not (PROJECT / folder).is_dir()] == []


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GITHUB / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_changed_pages_are_told_from_the_same(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for site, script, words in ((before, "reader-0011aabb.js", "old"), (after, "reader-ccdd2233.js", "new")):
        for page in ("same", "other", site.name):
            file = site / page / "index.html"
            file.parent.mkdir(parents=True)
            file.write_text(f"<script src={script}></script>{words if page == 'other' else ''}", encoding="utf-8")
        (site / script).write_text("//", encoding="utf-8")
    assert _script("changed_pages").differences(before, after) == [
        ("new", "after/index.html"),
        ("gone", "before/index.html"),
        ("changed", "other/index.html"),
    ]


@pytest.mark.parametrize(("said", "gone"), [("404", True), ("410", True), ("no such host", True), ("403", False)])
def test_source_is_gone_only_when_it_is(said: str, gone: bool) -> None:
    assert _script("check_sources").is_gone(said) is gone


def _sheet(path: Path, shade: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (210, 297), shade).save(path)


def test_sheets_that_changed_are_pictured_before_beside_after(tmp_path: Path) -> None:
    before, after, out = tmp_path / "before", tmp_path / "after", tmp_path / "out"
    _sheet(before / "print/same-zh-a4.pdf", 255)
    shutil.copytree(before, after)
    for name in ("print/flap-zh-a4.pdf", "print/flap-zh-58mm.pdf", "print/booklet-zh.pdf"):
        _sheet(before / name, 255)
        _sheet(after / name, 0)
    subprocess.run([sys.executable, SCRIPTS / "changed_pages.py", before, after, out], check=True)
    pictures = {path.relative_to(out).as_posix() for path in out.rglob("*.png")}
    assert pictures == {
        "sheets.png",
        "pictures/print/flap-zh-a4.png",
        "pictures/print/flap-zh-58mm.png",
        "pictures/print/booklet-zh.png",
    }
    board = Image.open(out / "sheets.png").convert("L")  # one row: the other papers are in the folder
    left, right = (board.getpixel((board.width * quarter // 4, board.height // 2)) for quarter in (1, 3))
    assert (left, right) == (255, 0)


HOSTILE = (
    "new ../../../etc/passwd",
    "new @everyone",
    "changed a`b.html",
    "changed javascript:alert(1)",
    "gone [x](https://elsewhere.example)",
    f"new {'a' * 200}.html",
    "anything else",
)
STAND_IN = """async (lines) => {
  const said = [];
  const require = () => ({ readFileSync: () => lines.join("\\n") });
  const process = { env: { NUMBER: "7" } };
  const context = {
    repo: {},
    payload: { workflow_run: { id: 1, name: "preview", html_url: "https://code.example/runs/1" } },
  };
  const github = { rest: {
    actions: { listWorkflowRunArtifacts: async () => ({ data: { artifacts: [
      { name: "site", id: 11 }, { name: "sheets.png", id: 12 }, { name: "[x](y)", id: 13 },
    ] } }) },
    issues: {
      listComments: async () => ({ data: [] }),
      createComment: async (comment) => said.push([comment.issue_number, comment.body]),
    },
  } };
  await (async () => { SCRIPT })();
  return said;
}"""


def test_comment_names_pages_and_pictures_and_nothing_hostile(browser: Browser) -> None:
    steps = _read(GITHUB / "workflows" / "preview-comment.yml")["jobs"]["comment"]["steps"]
    told = ["changed symptoms/flap-stuck/index.html", "new print/flap-stuck-zh-a4.pdf", *HOSTILE]
    script = STAND_IN.replace("SCRIPT", steps[-1]["with"]["script"])
    page = browser.new_page()
    ((number, body),) = page.evaluate(script, told)
    page.close()
    assert number == 7
    assert body.splitlines() == [
        "<!-- preview -->",
        "",
        "**网页 · Pages: 1**",
        "",
        "- changed `symptoms/flap-stuck/index.html`",
        "",
        "**打印的纸 · Sheets: 1**",
        "",
        "- new `print/flap-stuck-zh-a4.pdf`",
        "",
        "- [改过的纸，左边改前，右边改后 · Pictures of the sheets, before and after](https://code.example/runs/1/artifacts/12)",
        "- [整个网站，解压后打开 · The whole site, to unpack and open](https://code.example/runs/1/artifacts/11)",
        "- [检查了什么 · What was checked](https://code.example/runs/1)",
    ]

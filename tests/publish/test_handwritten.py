"""A bureau's own pages: what Markdown makes is fit, what a browser would run or fetch is not."""

from __future__ import annotations

import markdown
import pytest

from generator.publish.handwritten import unfit
from tests.small_site import EXTENSIONS

ELSEWHERE = "网站不从外部地址取任何东西，请把文件放进 pages/"
RUNS = "它能改变页面上显示的数字"
LINKS = "链接只能通到网页"
TEXT = "自己的页面只写文字、表格和图片"
WRITTEN = """\
# 本局制度

第一条[规定](https://www.gov.cn/)，见[规则](../rules/index.md#x:1)、[邮箱](mailto:a@b.cn)。

| 项 | 分 |
|:--|--:|
| 甲 | 1 |

!!! note "说明"
    ![图](own.png) **粗** `x`

词
:   解释
"""


def test_what_the_extensions_of_the_program_make_of_markdown_is_fit() -> None:
    html = markdown.markdown(WRITTEN, extensions=EXTENSIONS)
    assert "text-align" in html
    assert "<dl>" in html
    assert unfit(html) == ""


@pytest.mark.parametrize(
    ("html", "what", "why"),
    [
        ("<script>1</script>", "<script>", TEXT),
        ("<STYLE>p {}</STYLE>", "<style>", TEXT),
        ("<link rel=stylesheet href=own.css>", "<link>", TEXT),
        ("<iframe src=own.html></iframe>", "<iframe>", TEXT),
        ("<svg><use href=x></svg>", "<svg>", TEXT),
        ("<p onclick='x()'>", "onclick=…", RUNS),
        ('<p style="position: fixed">', "style=…", RUNS),
        ("<img src=https://a.example/x.png>", "https://a.example/x.png", ELSEWHERE),
        ("<img src=//a.example/x.png>", "//a.example/x.png", ELSEWHERE),
        ("<img srcset='//a.example/x.png 2x'>", "//a.example/x.png 2x", ELSEWHERE),
        ("<a href=javascript:x()>", "javascript:x()", LINKS),
        ("<a href='java\tscript:x()'>", "java\tscript:x()", LINKS),
        ("<a href='&#106;avascript:x()'>", "javascript:x()", LINKS),
        ("<a href=data:text/html,x>", "data:text/html,x", LINKS),
        ("<!--> <script>1</script> -->", "<!> <script>1</script>…>", "请删去"),
        ("<!DOCTYPE html>", "<!DOCTYPE html…>", "请删去"),
    ],
)
def test_what_would_run_or_be_fetched_is_refused(html: str, what: str, why: str) -> None:
    assert unfit(f"<p>一</p>{html}<p>二</p>") == f"这一页不能有 {what}：{why}"

"""Refusal: why a push, a history or a sheet is not accepted — code, path, sentence, who can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.text.problems import full_stop, visible

MENDS = {
    "E-REF": "推送人改用允许的分支名",
    "E-REFDEL": "无需处理，主分支和公布标签不能删除",
    "E-NOTFF": "推送人先取得最新的主分支，再在它上面合并",
    "E-GENESIS": "管理员核对信任根和起点",
    "E-HISTORY": "核验人取得完整的克隆",
    "E-HOOK": "管理员检查闸门前面的脚本，标准输入要原样传下去",
    "E-OBJECT": "管理员从别人的克隆恢复仓库，并报告督察",
    "E-LIMIT": "推送人拆成几份报送",
    "E-PATH": "推送人把文件放回规定的位置",
    "E-MODE": "推送人把它换成普通文件；只是可执行的，用 git update-index --chmod=-x 去掉",
    "E-DELETE": "推送人恢复这个文件",
    "E-MIXED": "推送人分成几份报送，各自送审",
    "E-EMPTY": "推送人去掉没有改动的提交",
    "E-STRAY": "推送人整理分支，只留送审的文件",
    "E-NOSHEET": "填报人运行 jifen submit 送审",
    "E-SHEETS": "推送人一次只合并一份报送",
    "E-APPEND": "推送人恢复原来的审批单",
    "E-SHEET": "填报人重新运行 jifen submit",
    "E-TYPE": "填报人重新运行 jifen submit",
    "E-LEDGER": "填报人在本台账里重新送审",
    "E-BRANCH": "填报人在主分支的台账里重新送审",
    "E-SUBMISSION": "填报人重新运行 jifen submit",
    "E-LANE": "填报人重新运行 jifen submit",
    "E-CHANGE": "填报人重新送审，各级重新签名",
    "E-APPROVERS": "填报人重新送审，各级按现行审批人名册重新签名",
    "E-RULES": "填报人重新送审，各级按现行规则重新签名",
    "E-SEEN": "签名人取得最新的主分支后重新签名",
    "E-PREVIOUS": "各级按次序重新签名",
    "E-TIME": "签名人核对本机时间后重新签名",
    "E-DATE": "填报人改正日期，重新送审",
    "E-SIGNATURE": "签名人重新签名",
    "E-KEY": "签名人改用名册里登记的密钥，或先登记新密钥",
    "E-EVIDENCE": "签名人用本人密钥重新签名",
    "E-CLICK": "审核人在平台上重新批准，由机器人重新登记",
    "E-DECISION": "填报人改正后重新送审",
    "E-LEVEL": "缺签的那一级审核人签名",
    "E-SAME": "换一名有权限的审核人签名",
    "E-OFFICE": "由现任这一职务的人签名",
    "E-UNIT": "由本单位有权限的人签名",
    "E-REPORTER": "填报人本人送审，或改正“填报人”",
    "E-CONTENT": "填报人按提示改正后重新送审",
    "E-CHECK": "推送人在最新的主分支上运行 jifen check，改好再送审",
    "E-CLOSED": "填报单位按更正办理",
    "E-CORRECTION": "填报人改正更正单后重新送审",
    "E-BULLETIN": "编发单位用 jifen close 重新生成",
    "E-RESTATEMENT": "推送人重新运行 jifen restate，核对以后重新送审",
    "E-OBJECTION": "受理人改正异议记录后重新送审",
    "E-ROSTER": "根签名人改正审批人名册",
    "E-ROOT": "根签名人补签",
    "E-DEMO": "管理员换成本局人员自己的密钥",
    "E-CUT": "核验人报告督察，请管理员从别人的克隆恢复主分支",
}
"""Every code, and who can mend what it names."""
_READERS = {
    "E-CONTENT": "填报人", "E-CHECK": "推送人", "E-CORRECTION": "填报人", "E-BULLETIN": "编发单位",
    "E-OBJECTION": "受理人", "E-RESTATEMENT": "推送人", "E-ROSTER": "根签名人",
}  # fmt: skip


def addressed(code: str, hint: str, path: str = "") -> str:
    """What a check asks of nobody in particular (请…), asked of whoever can mend it."""
    if not hint or code not in _READERS:
        return hint
    # Nobody reports rules: they are mended by whoever keeps them.
    who = "推送人" if path.startswith("rules/") else _READERS[code]
    return f"{who}{hint}" if hint.startswith("请") else f"{who}改正：{hint}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason.  ``path`` is a file of the repository, a ref or a commit id; may be empty."""

    code: str
    path: str
    message: str
    commit: str = ""
    hint: str = ""
    unfinished: bool = False
    """Whether nothing is wrong but that somebody has still to sign."""

    @property
    def mends(self) -> str:
        """Who can mend it, and how."""
        # Nobody reports rules: they are mended by whoever keeps them.
        rules = f"{self.path}/".startswith("rules/")
        mends = MENDS[self.code].replace("填报人", "推送人") if rules else MENDS[self.code]
        return self.hint or mends

    @property
    def line(self) -> str:
        """``E-CODE 路径: 什么不对。谁来改。`` on one line, safe to print."""
        where = f" {self.path}" if self.path else ""
        at = f"（提交 {self.commit[:12]}）" if self.commit else ""
        return visible(f"{self.code}{where}: {self.message}{at}。{full_stop(self.mends)}")

    def as_dict(self) -> dict[str, str]:
        """The stable JSON shape."""
        return {
            "code": self.code,
            "path": visible(self.path),
            "commit": self.commit,
            "message": full_stop(self.message),
            "mends": full_stop(self.mends),
        }


class Refused(Exception):
    """Raised inside the kernel; carries the one refusal that ends a judgement."""

    def __init__(
        self, code: str, path: str, message: str, hint: str = "", *, unfinished: bool = False
    ) -> None:
        super().__init__(code, path, message)
        self.refusal = Refusal(code, path, message, "", hint, unfinished)

    @classmethod
    def of(cls, refusal: Refusal) -> Refused:
        """What raises a refusal as it is."""
        made = cls(refusal.code, refusal.path, refusal.message)
        made.refusal = refusal
        return made

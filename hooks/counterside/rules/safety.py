"""CS6xx: what no text may tell a frightened reader to do. The words are in `checklists/wording.yml`."""

from counterside.model.catalog import Catalog
from counterside.model.lexicon import RecordText
from counterside.model.nodes import Node
from counterside.model.records import Code, puts_people_first
from counterside.rules.rule import Findings, part_of, rule
from counterside.text.problems import Problem

# Who may give money back without asking anyone else.
_MAY_AUTHORISE = ("supervisor", "owner", "provider")


@rule("CS601", "restart-without-gate", is_shared=True)
def restart_without_gate(node: Node, record_text: RecordText) -> Findings:
    """No text says to restart, switch off, reset, reinstall or update the terminal before asking if that is safe.

    中文：叫人重启、关机、复位、重装、更新刷卡机之前，先过“能不能重启”这道关卡。

    A reversal that is running and payments that are stored but not sent can be lost with the power. The gate
    belongs to the step, or to its remedy. A router, a till or a cable is not the terminal. Where people
    come first, in a list with `urgency: stop` or a remedy with `outcome: stop_use`, no question is needed.

    原因：正在冲正的、存着还没上送的交易，一断电可能就没了。关卡写在这一步上，或者写在它所在的处理办法上。路由器、收银
    机、线缆不算刷卡机。人身安全在先的（`urgency: stop` 的清单、`outcome: stop_use` 的办法）不用问。

    Bad:
        - id: restart
          do:
            zh: 重启刷卡机
            en: Restart the terminal

    Good:
        - id: restart
          do:
            zh: 重启刷卡机
            en: Restart the terminal
          gates: [gate:safe-to-restart]
    """
    if not puts_people_first(node):
        yield from record_text.problems("CS601")


@rule("CS602", "opens-the-device", is_shared=True)
def opens_the_device(node: Node, record_text: RecordText) -> Findings:
    """No text says to open the terminal, to change its battery or memory card, or to load software.

    中文：不能叫人拆机、换电池、换存储卡、装程序。

    An opened terminal erases its keys and is scrap; a program from the web is the fraud itself. Only a remedy with
    `performer: provider` may speak of it. The paper lid and a slot for the paper roll are meant to be opened.

    原因：机壳一开，密钥自毁，机器就报废了；网上下来的程序，本身就是骗局。只有 `performer: provider` 的办法可以写这
    些。纸仓盖和装纸的口本来就是给人开的，不算。

    Bad:
        do:
          zh: 打开后盖，换一块电池
          en: Open the case and change the battery

    Good:
        do:
          zh: 请服务商换电池
          en: Ask the provider to change the battery
    """
    if getattr(node, "performer", "") != "provider":
        yield from record_text.problems("CS602")


@rule("CS603", "retry-without-gate", is_shared=True)
def retry_without_gate(node: Node, record_text: RecordText) -> Findings:
    """No text says to take a payment again before asking whether it was already paid.

    中文：叫人再刷、再扫、重新收款之前，先过“这笔付成了没有”这道关卡。

    This is how customers are charged twice. It holds for a text, and for a response code that allows one more try:
    the gate belongs to the step, the code or the remedy. Inserting a chip again before anything was
    authorised is no second payment.

    原因：顾客就是这样被扣两次款的。正文要守这条，允许再试一次的应答码也要守：关卡写在这一步、这个代码，或者它指向的办
    法上。什么都还没授权时重插一次芯片，不算第二次收款。

    Bad:
        do:
          zh: 请顾客再刷一次
          en: Have the customer swipe again

    Good:
        do:
          zh: 请顾客再刷一次
          en: Have the customer swipe again
        gates: [gate:was-i-paid]
    """
    yield from record_text.problems("CS603")


@part_of("CS603")
def retry_code_without_gate(code: Code, catalog: Catalog) -> Findings:
    """A code that allows one more try carries the gate, or its remedy does."""
    gate, remedy = catalog.site.retry_gate, catalog.find_resolution(code.resolution)
    asked = [use.gate for use in (*code.gates, *(remedy.gates if remedy else ()))]
    is_unread = catalog.may_exist(code.resolution)  # its remedy may ask the gate
    if gate is not None and code.allows_retry and gate not in asked and not is_unread:
        message = f"code `{code.id}` allows another try and does not ask `{gate}` first"
        yield Problem(code.place.at("action"), message, f"add `gates: [{gate}]` to the code or to its remedy")


@rule("CS604", "asks-for-a-secret", is_shared=True)
def asks_for_a_secret(node: Node, record_text: RecordText) -> Findings:
    """No text asks a reader to tell, show, send, write down or photograph a secret.

    中文：不能叫人说出、出示、发送、写下、拍下密码、验证码、安全码、完整卡号。

    A site that once asks for a PIN has taught its readers that asking is normal. Entering one's own PIN on the
    device is what a PIN is for, and a Wi-Fi password is no one's money.

    原因：网站只要有一次开口要密码，读的人就会觉得要密码是平常事。自己在机器上输自己的密码，本来就该这样，不算；Wi-Fi
    密码不是谁的钱，也不算。

    Bad:
        do:
          zh: 问顾客要密码
          en: Ask the customer for the PIN

    Good:
        do:
          zh: 请顾客自己遮着输密码
          en: Let the customer key in the PIN, shielded
    """
    yield from record_text.problems("CS604")


@rule("CS605", "unlisted-number", is_shared=True, needs=("source",))
def unlisted_number(node: Node, record_text: RecordText) -> Findings:
    """Phone numbers and web addresses in texts are those of contacts and sources; no long runs of digits.

    中文：正文里的电话和网址，只能是联系方式和出处里列出来的；不能有成串的长数字。

    A wrong hotline is the fraudster's best friend, and a number that is written in ten places is wrong in one of
    them after a year. Thirteen to nineteen digits in a row could be a card number.

    原因：假热线是骗子最好的帮手；一个号码抄在十处，一年后总有一处是错的。连着 13 到 19 位数字，可能就是谁的卡号。

    Bad:
        do:
          zh: 打 400-123-4567
          en: Call 400-123-4567

    Good:
        do:
          zh: 打[反诈热线](contact:anti-fraud)
          en: Call the [anti-fraud line](contact:anti-fraud)
    """
    yield from record_text.problems("CS605")


@rule("CS606", "promise-or-folly", is_shared=True)
def promise_or_folly(node: Node, record_text: RecordText) -> Findings:
    """No promises of money, no garbled strings, and none of the tricks that circulate.

    中文：不许诺到账，不写乱码词，也不教流传的歪办法。

    Staff cannot promise when money comes back. A one-yuan sale does not push a reversal, a split amount
    looks like cash-out, and a thermal printer has no ink.

    原因：柜台上没有人能保证钱哪天回来。刷一块钱推不动冲正，拆单收款看着像套现，热敏打印机也没有墨。

    Bad:
        detail:
          zh: 3 天内一定退回
          en: The refund is guaranteed within 3 days

    Good:
        detail:
          zh: 退回的时间由发卡行定
          en: The card's bank decides when it comes back
    """
    yield from record_text.problems("CS606")


@rule("CS607", "keeps-a-record", is_shared=True)
def keeps_a_card(node: Node, record_text: RecordText) -> Findings:
    """No text says to keep a customer's card, unless it also says to hand it back when asked.

    中文：不能叫店员扣卡；同一段话里写明“要就还给他”才行。

    A card is not worth a fight. Some terminals still say “pick up card”, and the person in front of you may be its
    owner.

    原因：为一张卡起冲突不值得。有的机器还会显示“没收卡”，可站在面前的也许就是卡主本人。

    Bad:
        do:
          zh: 没收这张卡
          en: Keep the card

    Good:
        do:
          zh: 对方要卡，就把卡还回去
          en: If asked for the card, hand it back
    """
    yield from record_text.problems("CS607")


@rule("CS608", "nobody-may-authorise", is_shared=True)
def nobody_may_authorise(node: Node, record_text: RecordText) -> Findings:
    """A void, a refund or a supervisor's function says who may authorise it.

    中文：撤销、退货、主管功能，要写明由谁来办。

    Money goes back, so someone answers for it: either the record's `performer` is a supervisor, the owner or the
    provider, or the text itself names who does it.

    原因：钱要退出去，就得有人负责：要么这条记录的 `performer` 是主管、老板或服务商，要么文字里写明谁来办。

    Bad:
        performer: staff
        …
          do:
            zh: 选`退货`，退给顾客
            en: Refund the customer

    Good:
        performer: supervisor
    """
    if getattr(node, "performer", "") not in _MAY_AUTHORISE:
        yield from record_text.problems("CS608")


@rule("CS609", "other-way-too-early", is_shared=True)
def other_way_too_early(node: Node, record_text: RecordText) -> Findings:
    """Another way to pay is offered only after asking whether this sale was already paid.

    中文：先问这笔付成了没有，才可以请顾客换一种方式付。

    “Just use another card” is the kindest way to charge someone twice. The gate belongs to the step or to its
    remedy; the card for a waiting customer asks before it offers.

    原因：“换张卡吧”是让人付两次钱的最客气的说法。关卡写在这一步或处理办法上；给等着的顾客看的那张卡片，也是先问再给别
    的办法。

    Bad:
        do_now:
          - zh: 请顾客换一张卡
            en: Ask for another card

    Good:
        gates: [gate:was-i-paid]
        steps:
          - id: ask
            do:
              zh: 请顾客换一张卡
              en: Ask for another card
    """
    for finding in record_text.problems("CS609"):
        if "waiting" not in finding.place.keys:  # that card asks before it offers
            yield finding

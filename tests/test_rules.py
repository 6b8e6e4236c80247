"""Every rule is tried on its own examples, among all rules."""

import pytest

from lint.catalogue import all_rules
from lint.kinds import shown
from lint.rule import Rule, Safety
from lint.ruleset import RuleSet
from lint.text import Document
from lint.trial import failures

RULES = all_rules()
EVERY = RuleSet(RULES)
DEFAULT = [rule for rule in RULES if rule.default]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert list(failures(rule, RuleSet({*DEFAULT, rule}))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_explained_and_tried(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.examples
    assert rule.safety is not Safety.SAFE or len(rule.keep) >= 2


def test_a_message_that_begins_with_a_quotation_quotes_what_was_found() -> None:
    for rule in RULES:
        for text in (*(example.bad for example in rule.examples), *rule.keep):
            for finding in EVERY.findings(Document(text)):
                found = shown(text[finding.start : finding.end])
                assert finding.message[0] != "'" or finding.message[1:].startswith(found), finding

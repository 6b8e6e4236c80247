"""Every rule is tried on its own examples, among all rules."""

import pytest

from lint.catalogue import all_rules
from lint.engine import RuleSet
from lint.rule import Rule, Safety
from lint.trial import failures

RULES = all_rules()
DEFAULT = [rule for rule in RULES if rule.default]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert list(failures(rule, RuleSet({*DEFAULT, rule}))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_explained_and_tried(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.examples
    assert rule.safety is not Safety.SAFE or len(rule.keep) >= 2

"""What the trained engine sees of a word that may be a cue, and of the options for its roles.

Contents: `Features`, `cue_features`, `option_features`.
"""

from toolkit.stance.attribution_options import Option, is_passive, is_statement, near_quotes
from toolkit.stance.attribution_rules import Found
from toolkit.stance.attribution_words import cue_words
from toolkit.stance.sheets import Sheet

Features = dict[str, float | str]


def cue_features(sheet: Sheet, head: int, rule: Found | None, inside: Found | None) -> Features:
    """Return features of a word that may introduce an attribution.

    `rule` is what the rules found here, `inside` the attribution by rule in whose content the word stands.
    """
    lemma, pos, above = sheet.lemma[head].lower(), sheet.pos[head], sheet.head[head]
    known = cue_words()
    frame = known.verbs.get(lemma) or known.nouns.get(lemma) or known.adjectives.get(lemma)
    kind = frame.kind if frame else known.kinds.get(sheet.word[head], "none")
    quoted = sheet.quote[head] >= 0
    before, after = near_quotes(sheet, head)
    features: Features = {
        "lemma": f"{lemma} {pos}", "word": sheet.word[head], "tag": sheet.tag[head], "dep": f"{sheet.dep[head]} {pos}",
        "kind": f"{kind} {pos}", "above": sheet.lemma[above].lower(), "above kind": _kind(sheet, above),
        "dep above": f"{sheet.dep[head]} {sheet.pos[above]}", "end": f"{lemma[-3:]} {pos}",
        "quoted": float(quoted), "passive": float(is_passive(sheet, head)),
        "rule": rule.kind if rule else "none", "rule lemma": f"{lemma} {rule is not None}",
        "inside": inside.kind if inside else "none", "inside long": float(inside is not None),
        "statement before": float(before is not None and is_statement(sheet, before)),
        "statement after": float(after is not None and is_statement(sheet, after)),
    }  # fmt: skip
    if inside is not None:
        quoted_inside = sheet.quote[inside.head] < 0 and quoted
        features["inside quote"] = f"{quoted_inside} {sheet.lemma[inside.head]}"
    if rule is not None:
        features["source"] = float(rule.source is not None)
        length = sum(b - a + 1 for a, b in rule.content)
        features["length"] = str(min(length, 12))
        if rule.source is not None:
            features["source word"] = sheet.word[rule.source[1]]
    for child in sheet.children[head]:
        dep = sheet.dep[child]
        features[f"has {dep}"] = 1.0
        features[f"has {dep} {pos} {kind}"] = 1.0
        if dep in ("prep", "prt", "aux", "neg", "dobj", "mark", "xcomp", "ccomp", "advmod"):
            features[f"{dep} {sheet.lemma[child].lower()}"] = 1.0
            features[f"{lemma} {dep}"] = 1.0
        if dep == "prep":
            features[f"{lemma} {sheet.word[child]}"] = 1.0
        if dep in ("nsubj", "nsubjpass", "poss", "dobj"):
            features[f"{dep} {sheet.pos[child]} {sheet.ent[child]}"] = 1.0
            features[f"{dep} {sheet.lemma[child].lower()}"] = 1.0
    return features


def _kind(sheet: Sheet, token: int) -> str:
    frame = cue_words().verbs.get(sheet.lemma[token].lower())
    return frame.kind if frame else "none"


def option_features(sheet: Sheet, head: int, options: list[Option]) -> list[Features]:
    """Return features of each option of a role, in the order given."""
    lemma, pos = sheet.lemma[head].lower(), sheet.pos[head]
    kind = _kind(sheet, head)
    names = {name for option in options for name in option.name.split("+")}
    result = []
    for rank, option in enumerate(options):
        features: Features = {"rank": float(rank == 0), "n": float(len(option.ranges)), f"rank {min(rank, 5)}": 1.0}
        for name in option.name.split("+"):
            features[f"name {name}"] = 1.0
            features[f"{name} {lemma}"] = 1.0
            features[f"{name} {kind} {pos}"] = 1.0
            for other in names:
                features[f"{name} with {other}"] = 1.0
        if option.ranges:
            features |= _shape(sheet, head, option, lemma)
        result.append(features)
    return result


def _shape(sheet: Sheet, head: int, option: Option, lemma: str) -> Features:
    first, last = option.ranges[0][0], option.ranges[-1][1]
    size = sum(b - a + 1 for a, b in option.ranges)
    after = sheet.word[last + 1] if last + 1 < len(sheet) else ""
    before = sheet.word[first - 1] if first else ""
    comma = any(sheet.word[t] == "," for a, b in option.ranges for t in range(a, b + 1))
    return {
        "first": sheet.word[first], "first tag": f"{sheet.tag[first]} {sheet.dep[first]}", "last": sheet.word[last],
        "last tag": f"{sheet.tag[last]} {sheet.ent[last]}", "side": f"{first > head} {lemma}", "after": after,
        "before": before, "size": str(min(size, 8)), "long": float(size > 20), "comma": float(comma),
        "near": float(min(abs(first - head), abs(last - head)) <= 1),
        "crosses": float(sheet.sentence[first] != sheet.sentence[head]),
        "quoted": f"{sheet.quote[first] >= 0} {sheet.quote[last] >= 0}", "first on": f"{sheet.word[first]} {lemma}",
        "relative": float(any(sheet.tag[t] == "WP" for a, b in option.ranges for t in range(a + 1, b + 1))),
        "after tag": sheet.tag[last + 1] if last + 1 < len(sheet) else "",
    }  # fmt: skip

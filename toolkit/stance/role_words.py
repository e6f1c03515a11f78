"""Words that shade the act that hangs on them: whether it is planned, ordered, denied, held back, or done by another.

Contents: `MODAL_AUXILIARIES`, `MODAL_WORDS`, `HOLDING_BACK`, `SHADING`, `OBJECT_CONTROL`, `REPORTING_PASSIVES`,
`HEARSAY`, `DOERS`, `NO_PARTY`, `NO_ONE`, `BLAMING`, `ACCUSING`, `SELF_PREPOSITIONS`, `MANNER`, `AIMS`, `NEED_CLAUSE`.
"""

MODALS = ("none", "possible", "planned", "ordered", "threatened", "denied", "required")

MODAL_AUXILIARIES = {
    "may": "possible", "might": "possible", "could": "possible", "would": "possible", "can": "possible",
    "ca": "possible", "'d": "possible", "will": "planned", "wo": "planned", "'ll": "planned", "shall": "planned",
    "must": "required", "should": "required", "ought": "required",
}  # fmt: skip

_BY_MODAL = {
    "possible": """consider seem appear likely unlikely expect risk allow permit enable let able possible liable prone
        ready suspect think contemplate mull weigh free entitle authorise authorize tend predict forecast""",
    "planned": """plan prepare intend want hope try agree promise seek aim pay attempt wish decide mean set due bid
        attempting effort proposal propose offer decision intention ambition preparation poise hire struggle aspire
        undertake willing eager determine commit scheme plot bent recruit volunteer keen move choose desire strive
        be schedule resolve arrange pledge about""",
    "ordered": "order tell instruct command direct decree assign order instruction command task oblige",
    "required": """urge call beg ask need have require demand implore plead press appeal advise recommend encourage
        necessary duty obligation invite petition exhort request""",
    "threatened": "threaten warn vow swear threat",
    "denied": "deny denial",
}  # fmt: skip
# The lemma of what an infinitive, an -ing form or a clause hangs on -> the modal of the act.
MODAL_WORDS = {word: modal for modal, words in _BY_MODAL.items() for word in words.split()}
# With these, what is promised is a threat if it harms.
VOWS = frozenset(("vow", "swear", "pledge", "warn"))

# What hangs on these did not happen.
HOLDING_BACK = frozenset(
    """fail refuse decline hesitate prevent stop avoid refrain keep abstain dissuade deter forbid ban bar cease neglect
    unable failure refusal discourage restrain prohibit reluctant block halt""".split()
)
# These are no acts themselves where another verb hangs on them.
SHADING = frozenset(
    """order urge tell ask threaten plan vow try begin start deny persuade suspect instruct command call beg invite
    press advise warn encourage want expect recommend implore plead request pledge swear promise propose require pay
    direct hire decree appeal demand agree refuse fail seek""".split()
)
# Here the object of the verb does what the infinitive says.
OBJECT_CONTROL = frozenset(
    """order urge tell ask force help make let allow prevent accuse blame catch beg persuade instruct command call
    invite pay encourage want expect compel push press enable permit direct hire require oblige coerce stop see watch
    hear find train teach lead cause get have forbid ban bar advise warn send pressure convince incite assist task
    appeal plead implore spot film leave drive recruit authorise authorize recommend bribe dispatch keep charge suspect
    provoke inspire request dare trust empower name discourage deter dissuade bully trick prompt motivate tempt
    """.split()
)
# "is believed to have killed": somebody's word, but whose is not told.
REPORTING_PASSIVES = frozenset(
    "say believe think report allege understand suspect know rumour rumor claim consider assume hold accuse".split()
)
HEARSAY = frozenset("allegedly reportedly apparently supposedly purportedly".split())
# Verbs with which "of" or "for" brings in what somebody is said to have done.
ACCUSING = frozenset("accuse suspect charge".split())
BLAMING = frozenset(
    """accuse blame praise thank condemn criticise criticize jail fine punish arrest suspect charge convict sentence
    honour honor reward prosecute sue sack dismiss fire suspend detain hold imprison ban expel commend prevent stop
    keep deter bar forgive rebuke hail acquit clear try indict execute applaud denounce pardon censure
    fault chide scold hang impeach indict sanction reprimand shame
    """.split()
)
SELF_PREPOSITIONS = frozenset(("after", "before", "by", "without", "despite", "while", "since", "in", "upon", "when"))
# Before an act noun these name the doer ("rebel shelling"); other nouns there may as well be the place or the victim.
DOERS = frozenset(
    """police army rebel militia government insurgent guerrilla navy soldier troop protester terrorist gang jihadist
    separatist militant settler coalition enemy paramilitary cartel allied military mob crowd guard farmer student
    opposition company union council ministry state federal court pirate hacker islamist extremist regime nato un
    air-force commando sniper gunman bandit loyalist vigilante officer activist worker teacher""".split()
)
NO_PARTY = frozenset(("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"))
NO_ONE = frozenset(("no", "neither", "nobody", "none", "nothing"))
# After "by" these say how or where, not who.
MANNER = frozenset(
    """force accident mistake hand law far chance design air sea land road rail car bus train boat phone text email mail
    post telephone night day surprise name order default contrast example lot""".split()
)
# What somebody aims at; who does it is whose aim it is.
AIMS = frozenset(
    """aim goal purpose plan task idea job mission objective object intention order strategy hope dream intent attempt
    effort chance habit risk duty right way act""".split()
)
# No acts without a clause: "made them dig".
NEED_CLAUSE = frozenset(("make", "let"))

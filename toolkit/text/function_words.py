"""English words that hold sentences together and say little of what they are about.

A short list of our own: articles, pronouns, prepositions, auxiliaries, everyday verbs of saying, weekdays. Words are in
the form of `normalize_word`.

Contents: `FUNCTION_WORDS`.
"""

FUNCTION_WORDS = frozenset(
    """a about above after again against all almost along already also although always am among an and another any
    anybody anyone anything are aren't around as at away back be became because become been before behind being below
    beside between beyond both but by can can't cannot could couldn't did didn't do does doesn't doing don't done down
    during each either else even ever every everyone everything few for from further get given go goes got had hadn't
    has hasn't have haven't having he he'd he's hence her here hers herself him himself his how however i i'd i'm i've
    if in indeed instead into is isn't it it's its itself just least less let like made make many may me might mine
    more moreover most mr mrs ms much must my myself near nearly neither never next no nobody none nor not nothing now
    of off often on once one only onto or other others our ours ourselves out over own per perhaps put quite rather
    said same say saying says seem seems several shall she she's should shouldn't since so some somebody someone
    something soon still such take tell telling than that that's the their theirs them themselves then there there's
    therefore these they they're they've this those though through thus to together told too toward towards under
    until up upon us very via was wasn't we we're we've well were weren't what whatever when where whether which while
    who whoever whole whom whose why will with within without won't would wouldn't yes yet you you're your yours
    yourself according 's monday tuesday wednesday thursday friday saturday sunday""".split()
)

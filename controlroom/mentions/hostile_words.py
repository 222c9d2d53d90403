"""The words hostility is told by: made by hand, one phrase an entry.

A phrase that ends with ``*`` may go on ("boycott*": "boycotting"). ``STRONG`` tells by itself,
``MILD`` beside another or in an answer to us. ``NEVER_DENIED`` stays hostile after a "not": "not
even an apology". ``FRIENDLY`` is what looks like it and is not: friendly swearing, sport, praise.
"""


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split(","))


STRONG = _phrases("""
boycott*, #boycott*, disgusting, disgusted, disgraceful, disgrace, disgraced, shame on,
shameful, #shame*, ashamed of yourselves, have you no shame, no shame at all, offended,
insulting, an insult to, insult my, insults our, insulted, tone deaf, tonedeaf, #tonedeaf,
tasteless, poor taste, bad taste, insensitive, #insensitive, who approved, who signed off, who
greenlit, whoever approved, who thought this, who thought that, who okayed, who ok'd, who let
this, fire your, fire whoever, fire the person, gets fired, should be fired, sack whoever,
delete this, delete that, delete your, deleting this, take this down, take it down, take that
down, pull this ad, pull the ad, pull that ad, pull it now, read the room, how dare, what were
you thinking, are you insane, are you out of your, never buying, never buy, not buying, never
again buy, never shopping, won't be buying, will not be buying, stop buying, stopped buying, i'm
done with you, done with this brand, done with this company, you lost me, lost a customer, lost
my business, lost me as, cancel my order, cancelled my, canceled my, unfollowing, unfollowed,
muted and blocked, vile, repulsive, sickening, sickened, makes me sick, appalling, appalled,
outraged, outrageous, condescending, patronising, patronizing, demeaning, degrading, belittling,
mocking us, sexist, racist, misogynist*, bigoted, homophobic, ableist, heartless, callous,
exploitative, exploiting, cashing in on, profiting from, making money off, too soon, not funny,
isn't funny, not a joke, nothing funny about, go to hell, burn in hell, rot in hell, screw you,
fuck you*, fuck off, f off, fuck this brand, fuck this company, fuck that ad, fuck this ad, piss
off, go fuck yourself*, stfu, you people are, you idiots, you clowns, scumbags, what a disgrace,
pr disaster, pr nightmare, worst ad, worst tweet, worst post, worst brand, worst company, #fail,
epic fail, #pr fail, #prfail, #brandfail, #cancel*, scandalous, unacceptable, inexcusable,
unforgivable, reprehensible, despicable, gross negligence, this is so wrong, this is just wrong,
beyond wrong, trash company, garbage company, widerlich*, geschmacklos*, ekelhaft*, schämt euch,
unverschämt*, boykott*, löscht das, entschuldigt euch, frechheit, pietätlos*, eine schande,
menschenverachtend*, qué asco, que asco, qué vergüenza, que vergüenza, vergonzoso, ofensivo,
boicot*, borren esto, discúlpense, indignante, patético, una falta de respeto, sinvergüenzas,
honte à, quelle honte, honteux, scandaleux, dégueulasse, inadmissible, supprimez, insultant,
excusez vous, boycottez, indécent, aucune décence, que vergonha, vergonha alheia, que nojo,
apaguem, boicote*, falta de respeito, nojento, vergogna, vergognatevi, che schifo, cancellate,
boicottate, vergognoso, walgelijk*, schandalig*, schaam je, schaam jullie, smakeloos, boycot*,
不買*, 炎上, 最低, 気持ち悪い, 不謹慎, 消して, 謝罪しろ, 🤮, 🤬, 🖕, 👎, 😡, offensive
""")
MILD = _phrases("""
awful, terrible, horrible, pathetic, ridiculous, embarrassing, cringe, cringey, gross, ew,
yikes, hate, hated, sucks, suck, trash, garbage, rubbish, worst, clueless, ignorant, lame,
desperate, stupid, dumb, idiotic, moronic, idiots, morons, liars, lies, scam, rip off, greedy,
creepy, wtf, bullshit, bs, shitty, crap, bad idea, bad move, fail, failed, joke of a, what a
joke, stop it, slow clap, delete, apologise, apologize, apology, apologies, sorry excuse, angry,
furious, fuming, livid, hurtful, hurt by, disappointed, disappointing, let down, cannot believe
you, can't believe you, can't believe they, who does that, do better, be better, not okay, not
ok, not cool, uncalled for, wow just wow, nope, blocked, ugh, peinlich*, daneben, unmöglich,
furchtbar, schlimm, vergüenza, lamentable, asco, honte, nul, lamentavel, ridiculo, schifo,
pessimo, belachelijk, 💩, 😤, 😠, 🙄, 🤢, 🤦
""")
FRIENDLY = _phrases("""
fucking love, fuckin love, fucking great, fucking good, fucking brilliant, fucking genius, fuck
yes, fuck yeah, hell yes, hell yeah, holy shit, no shit, the shit, good shit, love this shit,
shut up and take, so bad it's good, bad ass, badass, insanely good, stupid good, stupidly good,
disgustingly good, wicked good, sick play, hate to love, hate how much i, hate how good, hate
that i love, hate the ravens, hate the 49ers, hate the refs, hate this team, hate my team, awful
call, terrible call, worst call, bad call, horrible call, awful ref*, terrible ref*, boycott the
ref*, worst ref*, fire the coach, fire your coach, fire your defensive, fire your offensive,
shame on the ref*, disgusting play, disgusting catch, disgusting throw, gross play, not bad, no
hate, don't hate, angry at the ref*, so wrong it's right, guilty pleasure, too good, so good,
delicious, obsessed with, best ad, best tweet, well played, crying laughing
""")
NEVER_DENIED = frozenset(
    _phrases("""
apologies, apologise, apologize, apology, delete, have you no shame, isn't funny, never again
buy, never buy, never buying, never shopping, no shame at all, not a joke, not buying, not cool,
not funny, not ok, not okay, nothing funny about, shame on, who approved, will not be buying,
won't be buying
""")
)
DENIALS = frozenset(
    _phrases("""
not, isn't, isnt, wasn't, wasnt, aren't, arent, ain't, aint, hardly, never, nothing, without,
don't, dont, doesn't, doesnt, didn't, didnt, can't, cant, nobody, why, no, neither, nor, kein,
keine, nicht, pas, non, nao, niet, geen
""")
)

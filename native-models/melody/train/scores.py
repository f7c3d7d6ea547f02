"""Tunes out of the ABC collections of the music21 corpus, as plain notes.

ABC is read here and not by music21's own parser, which takes about a second a tune. Ornaments, repeats and endings are
left out: a tune is its written notes, once.
"""
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

# Essen is not here: its licence allows use for non-commercial purposes only. It serves for judging (see the card).
TRAINING_COLLECTIONS = ("oneills1850", "ryansMammoth", "airdsAirs", "nottingham-dataset", "miscFolk")
JUDGING_COLLECTION = "essenFolksong"
FEWEST_NOTES = 24
MOST_NOTES = 400

SHARPS_OF_MAJOR = {"Cb": -7, "Gb": -6, "Db": -5, "Ab": -4, "Eb": -3, "Bb": -2, "F": -1, "C": 0, "G": 1, "D": 2,
                   "A": 3, "E": 4, "B": 5, "F#": 6, "C#": 7, "G#": 8, "D#": 9, "A#": 10}
MODE_SHIFT = {"": 0, "maj": 0, "ion": 0, "m": -3, "min": -3, "aeo": -3, "mix": -1, "dor": -2, "phr": -4, "lyd": 1,
              "loc": -5}
SEMITONE = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
TOKEN = re.compile(
    r"(?P<field>\[[A-Za-z]:[^\]]*\])"
    r"|(?P<bar>\|[:\]|]?|:+\|*|\[\d)"
    r"|(?P<tuplet>\(\d(?::\d?)*)"
    r"|(?P<chord>\[(?P<inside>[^\]]+)\](?P<chordlen>\d*/*\d*))"
    r"|(?P<acc>\^{1,2}|_{1,2}|=)?(?P<name>[A-Ga-gzx])(?P<octave>[,']*)(?P<length>\d*/*\d*)"
    r"|(?P<tie>-)|(?P<broken>>+|<+)"
)
NOISE = re.compile(r'"[^"]*"|\{[^}]*\}|![^!]*!|\+[^+]*\+')


@dataclass(frozen=True)
class Tune:
    """`notes`: (start, length) in quarters and MIDI pitch, one at a time; `bar` quarters in a measure."""

    name: str
    notes: tuple
    bar: float


def accidentals(key):
    """What the key signature does to each letter, in semitones."""
    found = re.match(r"\s*([A-G][#b]?)\s*([A-Za-z]*)", key)
    if found is None:
        return {}
    sharps = SHARPS_OF_MAJOR.get(found[1], 0) + MODE_SHIFT.get(found[2].lower()[:3], 0)
    letters = "FCGDAEB"
    if sharps >= 0:
        return {letters[i % 7]: 1 for i in range(min(sharps, 7))}
    return {letters[6 - i]: -1 for i in range(min(-sharps, 7))}


def length_of(text):
    found = re.match(r"(\d*)(/*)(\d*)", text)
    top = int(found[1] or 1)
    slashes = len(found[2])
    return Fraction(top, int(found[3]) if found[3] else 2 ** slashes)


def parse_tune(text, name):
    """@returns a Tune, or None for what is too short, too long or not a tune."""
    unit, meter, signature, body = Fraction(1, 8), Fraction(1), {}, []
    in_body = False
    for line in text.splitlines():
        line = line.split("%")[0].rstrip("\\ ")
        field = re.match(r"([A-Za-z]):(.*)", line)
        if field and not line.startswith("|"):
            if field[1] == "V" and field[2].strip() not in ("", "1"):
                return None
            if field[1] == "L" and "/" in field[2]:
                unit = Fraction(*[int(part) for part in re.match(r"\s*(\d+)/(\d+)", field[2]).groups()])
            elif field[1] == "M":
                found = re.match(r"\s*(\d+)/(\d+)", field[2])
                meter = Fraction(int(found[1]), int(found[2])) if found else Fraction(1)
            elif field[1] == "K" and not in_body:
                signature, in_body = accidentals(field[2]), True
        elif in_body:
            body.append(line)
    return notes_of(" ".join(body), name, unit * 4, float(meter * 4), signature)


def notes_of(body, name, unit, bar, signature):
    now, notes, local = Fraction(0), [], {}
    tuplet_left, tuplet_factor, broken = 0, Fraction(1), None
    tied = False
    for token in TOKEN.finditer(NOISE.sub("", body)):
        if token["bar"] or token["field"]:
            local = {}
        elif token["tuplet"]:
            count = int(token["tuplet"][1])
            tuplet_left, tuplet_factor = count, Fraction({2: 3, 3: 2, 4: 3}.get(count, 2), count)
        elif token["tie"]:
            tied = bool(notes)
        elif token["broken"]:
            if notes:
                many = 2 ** len(token["broken"])
                short, long = Fraction(1, many), 2 - Fraction(1, many)
                first, broken = (long, short) if token["broken"][0] == ">" else (short, long)
                start, length, pitch = notes[-1]
                notes[-1] = (start, length * first, pitch)
                now = start + length * first
        else:
            first = token
            length = length_of(token["chordlen"] or token["length"] or "")
            if token["chord"]:
                first = TOKEN.match(token["inside"])
                if first is None or not first["name"]:
                    continue
                length *= length_of(first["length"] or "")
            length *= unit
            if tuplet_left > 0:
                length *= tuplet_factor
                tuplet_left -= 1
            if broken is not None:
                length, broken = length * broken, None
            if first["name"] not in "zx":
                pitch = pitch_of(first, signature, local)
                if tied and notes and notes[-1][2] == pitch:
                    notes[-1] = (notes[-1][0], notes[-1][1] + length, pitch)
                else:
                    notes.append((now, length, pitch))
            tied = False
            now += length
    if not FEWEST_NOTES <= len(notes) <= MOST_NOTES or len({note[2] for note in notes}) < 4:
        return None
    first = notes[0][0]
    return Tune(name, tuple((float(s - first), float(d), p) for s, d, p in notes), bar or 4.0)


def pitch_of(token, signature, local):
    letter = token["name"].upper()
    octave = 60 if token["name"].isupper() else 72
    octave += 12 * (token["octave"].count("'") - token["octave"].count(","))
    if token["acc"]:
        local[(letter, octave)] = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}[token["acc"]]
    return octave + SEMITONE[letter] + local.get((letter, octave), signature.get(letter, 0))


def grams(tune, size=7):
    """Runs of intervals: two tunes that share many are one tune under two names."""
    pitches = [p for _, _, p in tune.notes]
    steps = [b - a for a, b in zip(pitches, pitches[1:]) if b != a]
    return {tuple(steps[i:i + size]) for i in range(len(steps) - size + 1)}


def read_collections(corpus, collections):
    """All tunes of these folders, those left out that repeat an earlier one (a third of their interval runs)."""
    tunes, owners = [], {}
    for collection in collections:
        for path in sorted((Path(corpus) / collection).glob("*.abc")):
            if path.name.startswith("test"):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for index, part in enumerate(re.split(r"(?m)^X:", text)[1:]):
                tune = parse_tune("X:" + part, f"{collection}/{path.stem}/{index}")
                if tune is not None and not repeats(tune, len(tunes), owners):
                    tunes.append(tune)
    return tunes


def repeats(tune, index, owners):
    """Whether an earlier tune has a third of these runs; notes the runs of one that stays."""
    mine = grams(tune)
    counts = {}
    for gram in mine:
        for owner in owners.get(gram, ()):
            counts[owner] = counts.get(owner, 0) + 1
    if counts and max(counts.values()) > len(mine) / 3:
        return True
    for gram in mine:
        owners.setdefault(gram, []).append(index)
    return False

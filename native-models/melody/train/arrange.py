"""A tune → one of its many versions: another key, tempo, instruments, accompaniment, as a MIDI file."""
from dataclasses import dataclass

PIECE_SECONDS = 32.0
# A version lasts PIECE_SECONDS; the rest of its slot lets the last notes die away.
SLOT_SECONDS = 34.0
TICKS = 480  # per quarter at 120 a minute: 960 ticks a second
TICKS_PER_SECOND = 960
# The mean length of a note at tempo 1. Written lengths mean little: jigs are written in eighths, hymns in halves.
MEAN_NOTE_SECONDS = (0.22, 0.42)

MELODY = [0, 0, 1, 4, 6, 11, 13, 15, 16, 19, 21, 22, 24, 24, 25, 26, 27, 40, 40, 41, 42, 46, 48, 52, 53, 56, 57, 60, 64,
          65, 66, 68, 69, 71, 73, 73, 74, 75, 79, 80, 81, 82, 104, 105, 107, 109, 110]
CHORDS = [0, 1, 4, 5, 6, 19, 21, 24, 25, 26, 27, 46, 48, 50, 51, 52, 61, 88, 89, 90]
BASS = [32, 33, 34, 35, 38, 39, 42, 43, 58]
TRIADS = [(root, (0, third, 7)) for root in range(12) for third in (4, 3)]


@dataclass(frozen=True)
class Version:
    """`events`: (second, MIDI bytes), within one slot; `about` says how it was made."""

    events: tuple
    about: dict


def make_version(tune, rng, base_seconds, tempo=None, whole=False):
    """
    @param base_seconds mean length of a note at tempo 1, the same for every version of a tune
    @param whole starts at the first note, for judging; else a third start somewhere else
    """
    tempo = tempo or float(rng.uniform(0.75, 1.3))
    key = int(rng.integers(-6, 7))
    mean = sum(length for _, length, _ in tune.notes) / len(tune.notes)
    pace = base_seconds / mean / tempo
    total = tune.notes[-1][0] + tune.notes[-1][1]
    gap = float(rng.choice([0, 0, tune.bar / 2, tune.bar]))
    start = 0.0 if whole or rng.random() < 0.66 else tune.bar * int(rng.integers(0, max(1, total / 2 / tune.bar)))
    lead = float(rng.uniform(0, 1.5))
    center = sum(p for _, _, p in tune.notes) / len(tune.notes) + key
    octave = 12 * round((float(rng.uniform(58, 80)) - center) / 12)
    melody, harmony = [], []
    chords = harmonise(tune, rng)
    offset = lead - start * pace
    while offset < PIECE_SECONDS:
        melody += [(offset + s * pace, d * pace, p + key + octave) for s, d, p in tune.notes]
        harmony += [(offset + s * pace, tune.bar * pace, root + key, shape) for s, root, shape in chords]
        offset += (total + gap) * pace
    style = "alone" if rng.random() < 0.35 else str(rng.choice(["block", "arpeggio", "oompah", "pad"]))
    events = play_melody(melody, rng, start_at=lead - 0.02)
    if style != "alone":
        events += play_harmony(harmony, style, rng, lead - 0.02)
        if rng.random() < 0.45:
            events += play_drums(tune.bar * pace, lead, rng)
    return Version(tuple(events), {"key": key, "octave": octave, "tempo": round(tempo, 3), "style": style})


def harmonise(tune, rng):
    """For each measure the triad that holds most of its melody, sometimes the second best."""
    total = tune.notes[-1][0] + tune.notes[-1][1]
    chords = []
    for bar in range(max(1, int(total / tune.bar + 0.5))):
        weights = [0.0] * 12
        for start, length, pitch in tune.notes:
            if bar * tune.bar <= start < (bar + 1) * tune.bar:
                weights[pitch % 12] += length
        if not any(weights):
            chords.append(chords[-1] if chords else (0.0, 0, (0, 4, 7)))
            continue
        ranked = sorted(TRIADS, key=lambda triad: -sum(weights[(triad[0] + i) % 12] for i in triad[1]))
        root, shape = ranked[int(rng.random() < 0.2)]
        chords.append((bar * tune.bar, root, shape))
    return chords


def note(channel, start, length, pitch, velocity):
    pitch, velocity = int(min(108, max(28, pitch))), int(min(127, max(20, velocity)))
    end = min(start + max(0.05, length), PIECE_SECONDS + 0.5)
    return [(start, bytes([0x90 | channel, pitch, velocity])), (end, bytes([0x80 | channel, pitch, 0]))]


def voice(channel, program, volume):
    return [(0.0, bytes([0xC0 | channel, int(program)])), (0.0, bytes([0xB0 | channel, 7, int(volume)]))]


def play_melody(notes, rng, start_at):
    events = voice(0, rng.choice(MELODY), 110)
    second = None
    if rng.random() < 0.3:
        second = int(rng.choice([12, -12, 0]))
        events += voice(3, rng.choice(MELODY), rng.integers(60, 105))
    held = float(rng.choice([0.5, 0.8, 0.95, 1.05]))
    loose = float(rng.uniform(0, 0.015))
    for start, length, pitch in notes:
        if not start_at <= start < PIECE_SECONDS:
            continue
        at = max(0.0, start + float(rng.normal(0, loose)))
        velocity = rng.integers(75, 120)
        events += note(0, at, length * held, pitch, velocity)
        if second is not None:
            events += note(3, at, length * held, pitch + second, velocity - 10)
    return events


def play_harmony(chords, style, rng, start_at):
    volume = int(rng.integers(45, 95))
    events = voice(1, rng.choice(BASS), volume + 10) + voice(2, rng.choice(CHORDS), volume)
    low, middle = 36 + int(rng.integers(-3, 6)), 54 + int(rng.integers(-4, 6))
    for start, length, root, shape in chords:
        if not start_at <= start < PIECE_SECONDS:
            continue
        tones = sorted(middle + (root + step - middle) % 12 for step in shape)
        bass = low + (root - low) % 12
        beats = max(1, round(length / 0.5))
        step = length / beats
        if style in ("block", "pad"):
            events += note(1, start, length * 0.9, bass, 90)
            for tone in tones:
                events += note(2, start, length * (0.98 if style == "pad" else 0.6), tone, 80)
            continue
        for beat in range(beats):
            at = start + beat * step
            if style == "arpeggio":
                events += note(2, at, step, tones[beat % 3], 80)
                if beat == 0:
                    events += note(1, at, length * 0.9, bass, 90)
            elif beat % 2 == 0:
                events += note(1, at, step * 0.8, bass + (7 if beat % 4 == 2 else 0), 95)
            else:
                for tone in tones:
                    events += note(2, at, step * 0.5, tone, 80)
    return events


def play_drums(bar, lead, rng):
    events = [(0.0, bytes([0xB9, 7, int(rng.integers(50, 100))]))]
    beats = max(1, round(bar / 0.45))
    step, at, beat = bar / beats, lead, 0
    while at < PIECE_SECONDS:
        events += note(9, at, 0.1, 36 if beat % 2 == 0 else 38, 90)
        events += note(9, at, 0.1, 42, 70)
        if beats < 9:
            events += note(9, at + step / 2, 0.1, 42, 55)
        at, beat = at + step, beat + 1
    return events


def midi_file(versions):
    """One MIDI file with a slot for each version, for one run of the synthesiser."""
    events = []
    for index, version in enumerate(versions):
        base = index * SLOT_SECONDS
        events += [(base + at, data) for at, data in version.events]
        for channel in range(16):
            # Sound off, controllers back to their defaults: the next version must not hear this one.
            events += [(base + SLOT_SECONDS - 0.2, bytes([0xB0 | channel, 120, 0])),
                       (base + SLOT_SECONDS - 0.1, bytes([0xB0 | channel, 121, 0]))]
    events.append((len(versions) * SLOT_SECONDS + 1.0, bytes([0xB0, 121, 0])))
    events.sort(key=lambda event: event[0])
    track, now = bytearray(), 0
    for at, data in events:
        tick = round(at * TICKS_PER_SECOND)
        track += variable_length(max(0, tick - now)) + data
        now = max(now, tick)
    track += b"\x00\xff\x2f\x00"
    head = b"MThd" + (6).to_bytes(4, "big") + (0).to_bytes(2, "big") + (1).to_bytes(2, "big") + TICKS.to_bytes(2, "big")
    return head + b"MTrk" + len(track).to_bytes(4, "big") + bytes(track)


def variable_length(value):
    out = [value & 127]
    while value := value >> 7:
        out.append(128 | (value & 127))
    return bytes(reversed(out))

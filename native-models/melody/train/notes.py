"""
Pictures of single notes, from which pictures of whole versions are put together without making their sound.

Each instrument of each soundfont plays every second semitone once through fluidsynth; the power of its front-end picture
is kept at four onsets within a frame. A version is the sum of the powers of its notes (as if they never interfered),
ten times faster than synthesis and front end, and so there can be ten times as many.
"""
import argparse
import tempfile
from pathlib import Path

import numpy as np
import torch

from arrange import BASS, CHORDS, MELODY, PIECE_SECONDS, TICKS, TICKS_PER_SECOND, variable_length
from frontend import HOP, SAMPLE_RATE, FrontEnd
from synthesis import synthesise

LOWEST, HIGHEST, STEP = 28, 108, 2
HELD, LASTING = 1.28, 1.92  # seconds a note is held, and its slot
PHASES = 4
FRAMES = int(LASTING * SAMPLE_RATE) // HOP
HELD_FRAMES = int(HELD * SAMPLE_RATE) // HOP
PITCHES = list(range(LOWEST, HIGHEST + 1, STEP))
DRUMS = [36, 38, 42]
RELEASE = 0.25  # of the power that is left a frame after a note ends
EVERY_FRAME = int(PIECE_SECONDS * SAMPLE_RATE) // HOP


def scale(channel, program, pitches):
    """A MIDI file of single notes, one in each slot."""
    track, now = bytearray(b"\x00" + bytes([0xC0 | channel, program])), 0
    for index, pitch in enumerate(pitches):
        for second, kind in ((index * LASTING, 0x90), (index * LASTING + HELD, 0x80)):
            tick = round(second * TICKS_PER_SECOND)
            track += variable_length(tick - now) + bytes([kind | channel, pitch, 100])
            now = tick
    track += variable_length(TICKS_PER_SECOND * 2) + b"\xb0\x79\x00\x00\xff\x2f\x00"
    head = b"MThd\x00\x00\x00\x06\x00\x00\x00\x01" + TICKS.to_bytes(2, "big")
    return head + b"MTrk" + len(track).to_bytes(4, "big") + bytes(track)


def play(font, channel, program, pitches, front_end, folder):
    """@returns power [pitches, PHASES, 144, FRAMES]"""
    sound = synthesise(scale(channel, program, pitches), font, False, folder)
    samples = int(LASTING * SAMPLE_RATE)
    notes = np.zeros((len(pitches), samples), np.float32)
    for index in range(len(pitches)):
        part = sound[index * samples:(index + 1) * samples]
        notes[index, :len(part)] = part
    out = []
    for phase in range(PHASES):
        late = HOP * phase // PHASES
        moved = np.pad(notes, ((0, 0), (late, 0)))[:, :samples]
        with torch.no_grad():
            out.append(front_end.magnitude(torch.from_numpy(moved)).numpy() ** 2)
    return np.stack(out, axis=1)


class Bank:
    """`power` of (font, program): float16 scaled by SCALE; drums are program -1."""

    SCALE = 1e4

    def __init__(self, path):
        file = np.load(path)
        self.power = file["power"]
        self.index = {tuple(key): row for row, key in enumerate(file["keys"].tolist())}
        self.drums = file["drums"]

    def picture(self, version, font):
        """@returns magnitude [144, EVERY_FRAME] of a whole version"""
        total = np.zeros((144, EVERY_FRAME + FRAMES + 40), np.float32)
        for channel, start, length, pitch, gain, program in notes_of(version):
            frame, phase = divmod(int(start * SAMPLE_RATE / HOP * PHASES), PHASES)
            if channel == 9:
                power, shift = self.drums[font, DRUMS.index(pitch), phase], 0
            else:
                at = min((pitch - LOWEST) // STEP, len(PITCHES) - 1)
                power = self.power[self.index[(font, program)], at, phase]
                shift = 2 * (pitch - PITCHES[at])
            add(total, power, frame, max(1, round(length * SAMPLE_RATE / HOP)), shift, gain / self.SCALE)
        return np.sqrt(total[:, :EVERY_FRAME] + 1e-12)


def add(total, power, frame, frames, shift, gain):
    """Adds a note that sounds for `frames`, `shift` bins higher than its picture."""
    if frame >= EVERY_FRAME:
        return
    frames = min(frames, HELD_FRAMES + 32)
    source = power[:144 - shift] if shift else power
    short = min(frames + 1, HELD_FRAMES)
    total[shift:, frame:frame + short] += source[:, :short] * np.float32(gain)
    last = source[:, short - 1].astype(np.float32) * gain
    if frames > HELD_FRAMES:
        before = source[:, HELD_FRAMES - 5].astype(np.float32) * gain
        decay = min(1.0, (last.sum() / (before.sum() + 1e-12)) ** 0.25)
        more = frames - HELD_FRAMES
        tail = decay ** np.arange(1, more + 1, dtype=np.float32)
        total[shift:, frame + short:frame + short + more] += last[:, None] * tail
        last, short = last * tail[-1], short + more
    fade = RELEASE ** np.arange(1, 4, dtype=np.float32)
    total[shift:, frame + short:frame + short + 3] += last[:, None] * fade


def notes_of(version):
    """(channel, start, length, pitch, gain of the power, program) out of the MIDI events."""
    programs, volumes, open_notes = {}, {}, {}
    for at, data in sorted(version.events, key=lambda event: event[0]):
        kind, channel = data[0] & 0xF0, data[0] & 15
        if kind == 0xC0:
            programs[channel] = data[1]
        elif kind == 0xB0 and data[1] == 7:
            volumes[channel] = data[2]
        elif kind == 0x90:
            open_notes.setdefault((channel, data[1]), []).append((at, data[2]))
        elif kind == 0x80 and open_notes.get((channel, data[1])):
            start, velocity = open_notes[(channel, data[1])].pop(0)
            amplitude = (velocity / 100) ** 2 * (volumes.get(channel, 100) / 100) ** 2
            yield channel, start, at - start, data[1], amplitude**2, programs.get(channel, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    front_end = FrontEnd()
    keys, power, drums = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, font in enumerate(args.fonts):
            for program in sorted(set(MELODY + CHORDS + BASS)):
                keys.append((number, program))
                power.append((play(font, 0, program, PITCHES, front_end, folder) * Bank.SCALE).astype(np.float16))
                print(font.name, program, float(power[-1].max()), flush=True)
            drums.append((play(font, 9, 0, DRUMS, front_end, folder) * Bank.SCALE).astype(np.float16))
    np.savez(args.out, keys=np.array(keys), power=np.stack(power), drums=np.stack(drums))


if __name__ == "__main__":
    main()

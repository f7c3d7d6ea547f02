import { expect, it } from 'vitest';
import type { ComparedSong } from './same-recording';
import { LEAST_COSINE, sameRecordings } from './same-recording';

/** A vector whose cosine with (1, 0) is given. */
const at = (cosine: number): Float32Array => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2));
const song = (id: string, change: Partial<ComparedSong> = {}): ComparedSong => ({
  id,
  title: 'Don’t Stop!',
  artist: 'The Band',
  durationSeconds: 200,
  vector: at(1),
  ...change,
});

it('finds copies whatever the case and punctuation, and tells other recordings apart', () => {
  const groups = sameRecordings([
    song('flac'),
    song('live', { durationSeconds: 260 }),
    song('mp3', {
      title: 'dont stop',
      artist: 'THE BAND',
      durationSeconds: 201.5,
      vector: at(0.95),
    }),
    song('cover', { artist: 'Others' }),
    song('sounds different', { vector: at(LEAST_COSINE - 0.05).map((x, i) => (i === 0 ? x : -x)) }),
    song('not heard', { vector: undefined }),
    song('length unknown', { durationSeconds: null }),
    song('nobody', { artist: '' }),
    song('nobody either', { artist: '' }),
    song('long copy', { durationSeconds: 203, vector: at(0.95) }),
  ]);
  expect(groups).toEqual([['flac', 'mp3', 'long copy']]);
});

it('Korean titles differ by their letters', () => {
  expect(sameRecordings([song('a', { title: '밤' }), song('b', { title: '봄' })])).toEqual([]);
});

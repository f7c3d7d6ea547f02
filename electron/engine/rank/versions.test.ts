import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseTitle, saysNothing } from './song-names';
import { areVersions } from './versions';

const song = (
  title: string,
  artist: string,
  durationSeconds: number | null = 200,
): Parameters<typeof areVersions>[0] => ({ title, artist, durationSeconds });

/** Cosines in genre, and in melody where it is known. */
const near = (genre: number | undefined, melody?: number): Parameters<typeof areVersions>[2] => ({
  genre: () => genre,
  melody: () => melody,
});

describe('the title without its version', () => {
  it.each([
    ['Yesterday', 'yesterday'],
    ['Yesterday (Live at Wembley)', 'yesterday'],
    ['Yesterday - Remastered 2009', 'yesterday'],
    ['Yesterday [2009 Remaster] (Mono)', 'yesterday'],
    ['봄날 (라이브)', '봄날'],
    ['Ａｌｌ alone', 'allalone'],
    ['Shine On (Part I)', 'shineonparti'],
    ['Love - Hate', 'lovehate'],
    ['की (Live)', 'की'],
    ['Delivery', 'delivery'],
    ['(Live)', ''],
  ])('of %j is %j', (title, base) => {
    expect(baseTitle(title)).toBe(base);
  });

  it.each([
    'Intro',
    'INTRO (Live)',
    'Outro.',
    'Interlude 2',
    '02 - Intro',
    'Track 01',
    'Track',
    'Unknown Track 3',
    'audio track 3',
    '07',
    'Untitled',
    'Unknown',
    '무제',
    '인트로 2',
    '제목 없음',
    '',
  ])('says nothing when it is %j', (title) => {
    expect(saysNothing(baseTitle(title))).toBe(true);
  });

  it.each([
    'Introspection',
    '1999',
    'Tracks of My Tears',
    'Unknown Pleasures',
    'Song 2',
    'Opening Night',
    'Intro to Love',
    '99 Luftballons',
    '무제한',
  ])('says something when it is %j', (title) => {
    expect(saysNothing(baseTitle(title))).toBe(false);
  });

  it('stands any text, and is its own base', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const base = baseTitle(title);
        expect(baseTitle(base)).toBe(base);
      }),
    );
  });
});

describe('versions', () => {
  it('are copies of one recording, whatever their tags say', () => {
    expect(areVersions(song('A', ''), song('track 01', 'X', 201.4), near(0.995))).toBe(true);
    expect(areVersions(song('A', ''), song('track 01', 'X', 230), near(0.995))).toBe(false);
    expect(areVersions(song('A', ''), song('track 01', 'X'), near(0.85))).toBe(false);
    expect(areVersions(song('A', '', null), song('B', '', null), near(0.999))).toBe(false);
  });

  it('are other takes of a song by the same artist', () => {
    expect(areVersions(song('A', 'X'), song('A (Live)', 'x', 320), near(0.8))).toBe(true);
    expect(areVersions(song('A', 'X'), song('A (Live)', 'Y', 320), near(0.8))).toBe(false);
    expect(areVersions(song('A', ''), song('A', '', 320), near(0.8))).toBe(false);
    expect(areVersions(song('A', 'X'), song('A', 'X', 40), near(0.2))).toBe(false);
    // Most albums begin with one.
    expect(areVersions(song('Intro', 'X'), song('Intro', 'X', 40), near(0.8, 0.8))).toBe(false);
  });

  it('are covers: one title and one tune, whoever plays it', () => {
    const [one, cover] = [song('Hallelujah', 'X'), song('Hallelujah - Live', 'Y', 320)];
    expect(areVersions(one, cover, near(0, 0.6))).toBe(true);
    expect(areVersions(one, song('Hallelujah', '', null), near(undefined, 0.6))).toBe(true);
    // Another song of that title; a song of that tune with another title; one that was not listened to.
    expect(areVersions(one, cover, near(0.8, 0.4))).toBe(false);
    expect(areVersions(one, song('Another', 'Y', 320), near(0.8, 0.99))).toBe(false);
    expect(areVersions(one, cover, near(0.8))).toBe(false);
    expect(areVersions(song('(Live)', 'X'), song('(Live)', 'Y'), near(0, 0.99))).toBe(false);
    expect(areVersions(song('Track 01', 'X'), song('Track 01', 'Y'), near(0, 0.99))).toBe(false);
    expect(areVersions(song('인트로', 'X'), song('인트로', 'Y'), near(0, 0.99))).toBe(false);
  });
});

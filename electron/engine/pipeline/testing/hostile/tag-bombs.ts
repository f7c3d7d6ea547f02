import { deflateSync } from 'node:zlib';
import {
  apeTag,
  id3Tag,
  OGG_PAGES,
  picture,
  replaceId3,
  riffInfo,
  withCover,
} from '../../../tags/testing/tagged';
import type { CaseWriter } from './hostile-case';
import { DAMAGE, le32, patched } from './hostile-case';
import { wavOf } from './lying-headers';
import type { Songs } from './songs';

const HUGE = 50_000_000;

/** Tags that are far larger than any, or say that they are. The song behind them is whole. */
export async function writeTagBombs(to: CaseWriter, songs: Songs): Promise<void> {
  const mp3 = songs.of('frozen-mainzik.mp3');
  await writeId3(to, mp3);
  await writeApe(to, replaceId3(mp3, Buffer.alloc(0)));
  await writeCovers(to, songs, mp3);
  await writeComments(to, songs);
  await writeInfo(to);
}

async function writeId3(to: CaseWriter, mp3: Buffer): Promise<void> {
  const put = async (name: string, tag: Buffer): Promise<void> => {
    await to.song(`bombs/${name}.mp3`, replaceId3(mp3, tag));
  };
  const text = (length: number): string => `\x03${'x'.repeat(length)}`;
  await put('one long text', id3Tag(4, [['TXXX', text(30_000_000)]]));
  await put('a long title', id3Tag(4, [['TIT2', text(60_000)]]));
  await put(
    '20000 frames',
    id3Tag(
      4,
      Array.from({ length: 20_000 }, () => ['TXXX', '\x03a\0b'] as const),
    ),
  );
  await put('20000 artists', id3Tag(4, [['TPE1', `\x03${'a\0'.repeat(20_000)}`]]));
  await put(
    'empty frames',
    id3Tag(4, [
      ['TIT2', ''],
      ['APIC', ''],
      ['COMM', ''],
    ]),
  );
  await put('unknown encoding', id3Tag(3, [['TIT2', Buffer.from('\x09what')]]));
  await put('odd UTF-16', id3Tag(3, [['TIT2', Buffer.from([1, 0xff, 0xfe, 0x41, 0x00, 0x42])]]));
  await put(
    'lone surrogates',
    id3Tag(3, [['TIT2', Buffer.from([1, 0xff, 0xfe, 0x3d, 0xd8, 0x41, 0])]]),
  );
  await put(
    'prototype',
    id3Tag(4, [
      ['TXXX', '\x03__proto__\0polluted'],
      ['TXXX', '\x03constructor\0x'],
    ]),
  );
  const bomb = deflateSync(Buffer.alloc(40_000_000));
  const packed = id3Tag(3, [['TIT2', Buffer.concat([Buffer.from([2, 0x62, 0x5a, 0]), bomb])]]);
  // Flags of the first frame: compressed.
  await put('packed 40 MB', patched(packed, 19, Buffer.from([0x80])));
  const lying = id3Tag(4, [['TIT2', '\x03short']]);
  await put('frame longer than the tag', patched(lying, 14, Buffer.from([127, 127, 127, 127])));
}

async function writeApe(to: CaseWriter, bare: Buffer): Promise<void> {
  const tag = apeTag({ Title: 'ape', Artist: 'bomb' });
  const footer = tag.length - 32;
  const put = async (name: string, ape: Buffer): Promise<void> => {
    await to.song(`bombs/${name}.mp3`, Buffer.concat([bare, ape]));
  };
  await put('ape size lies', patched(tag, footer + 12, le32(0xffffffff)));
  await put('ape count lies', patched(tag, footer + 16, le32(0xffffffff)));
  await put('ape item lies', patched(tag, 0, le32(0x7fffffff)));
  const many = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, at) => [`Key ${String(at)}`, 'x']),
  );
  await put('ape 5000 items', apeTag(many));
}

async function writeCovers(to: CaseWriter, songs: Songs, mp3: Buffer): Promise<void> {
  const cover = picture(HUGE);
  await to.song('bombs/50 MB cover.mp3', withCover(mp3, cover));
  // The chunk offsets behind the cover are left wrong: whether it plays is not the question.
  await to.either('bombs/50 MB cover.m4a', withCover(songs.of('vermocsar.m4a'), cover));
  const flac = songs.of('새벽의 안개.flac');
  await to.song('bombs/16 MB cover.flac', withCover(flac, picture(16_000_000)));
  const four = [1, 2, 3, 4].reduce((song) => withCover(song, picture(12_000_000)), flac);
  await to.song('bombs/four 12 MB covers.flac', four);
  const ogg = songs.of('starfall.ogg');
  const opus = songs.of('nuclear-heartbeat.opus');
  await to.song('bombs/4 MB cover.ogg', withCover(ogg, picture(4_000_000)));
  for (const [pages, segments] of Object.entries(OGG_PAGES)) {
    const name = `bombs/50 MB cover on ${pages} pages`;
    await to.song(`${name}.ogg`, withCover(ogg, cover, segments));
    await to.song(`${name}.opus`, withCover(opus, cover, segments));
  }
}

/** Vorbis comments whose counts and lengths lie. */
async function writeComments(to: CaseWriter, songs: Songs): Promise<void> {
  for (const file of ['starfall.ogg', 'nuclear-heartbeat.opus'] as const) {
    const song = songs.of(file);
    const extension = file.split('.').at(-1) ?? '';
    const at =
      song.indexOf('OpusTags') === -1
        ? song.indexOf('\x03vorbis') + 7
        : song.indexOf('OpusTags') + 8;
    const count = at + 4 + song.readUInt32LE(at);
    await to.either(`bombs/vendor lies.${extension}`, patched(song, at, le32(0xffffffff)), DAMAGE);
    await to.either(
      `bombs/count lies.${extension}`,
      patched(song, count, le32(0xffffffff)),
      DAMAGE,
    );
    await to.either(
      `bombs/comment lies.${extension}`,
      patched(song, count + 4, le32(0x7fffffff)),
      DAMAGE,
    );
  }
  const flac = songs.of('새벽의 안개.flac');
  const vendor = flac.indexOf('reference libFLAC');
  if (vendor > 0) {
    const count = vendor + flac.readUInt32LE(vendor - 4);
    await to.song('bombs/vendor lies.flac', patched(flac, vendor - 4, le32(0xffffffff)));
    await to.song('bombs/count lies.flac', patched(flac, count, le32(0xffffffff)));
  }
}

async function writeInfo(to: CaseWriter): Promise<void> {
  const many = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => [
      `I${at.toString(36).padStart(3, '0').slice(-3)}`,
      'x',
    ]),
  );
  await to.song('bombs/many INFO items.wav', riffInfo(wavOf(60), many));
  const info = riffInfo(wavOf(61), { INAM: 'name' });
  await to.song('bombs/INFO item lies.wav', patched(info, 28, le32(0x7fffffff)));
  await to.song('bombs/5 MB INFO.wav', riffInfo(wavOf(62), { INAM: 'n'.repeat(5_000_000) }));
}

/** What the header of one MPEG audio or ADTS frame says. */
export interface FrameHeader {
  /** Length of the frame with its header. */
  readonly bytes: number;
  /** Samples per channel that it decodes to. */
  readonly samples: number;
  readonly sampleRate: number;
  /** Equal in all frames of one stream. */
  readonly stream: number;
  /** Bytes between the header and the place of a Xing or Info header. */
  readonly sideInfo: number;
}

export type HeaderParser = (bytes: Uint8Array, at: number) => FrameHeader | undefined;

/** Bytes that a parser looks at. */
export const HEADER_BYTES = 7;

/** kbit/s by layer (I, II, III) and bitrate index; MPEG-1, then MPEG-2 and 2.5. */
const BITRATES = [
  [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
] as const;
const MPEG_RATES = [44_100, 48_000, 32_000] as const;

interface MpegVersion {
  /** The sample rate is divided by it; 0: no such version. */
  readonly divisor: number;
  readonly bitrates: 0 | 1;
  readonly layer3Samples: number;
  /** Bytes after the header that mono and stereo frames of layer III have for themselves. */
  readonly sideInfo: readonly [mono: number, stereo: number];
}
const MPEG_2 = { bitrates: 1, layer3Samples: 576, sideInfo: [9, 17] } as const;
/** By the two bits of the header: 2.5, none, 2, 1. */
const VERSIONS: readonly MpegVersion[] = [
  { divisor: 4, ...MPEG_2 },
  { divisor: 0, ...MPEG_2 },
  { divisor: 2, ...MPEG_2 },
  { divisor: 1, bitrates: 0, layer3Samples: 1152, sideInfo: [17, 32] },
];

/** MPEG-1, 2 and 2.5, layers I to III, constant or variable bitrate. */
export const mpegHeader: HeaderParser = (bytes, at) => {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || bytes[at + 1]! < 0xe0) {
    return undefined;
  }
  const second = bytes[at + 1]!;
  const third = bytes[at + 2]!;
  const version = VERSIONS[(second >> 3) & 3]!;
  const layer = 4 - ((second >> 1) & 3);
  const kbits = BITRATES[version.bitrates][layer - 1]?.[third >> 4];
  const fullRate = MPEG_RATES[(third >> 2) & 3];
  if (version.divisor === 0 || !kbits || !fullRate) {
    return undefined;
  }
  const sampleRate = fullRate / version.divisor;
  const samples = layer === 1 ? 384 : layer === 3 ? version.layer3Samples : 1152;
  const slot = layer === 1 ? 4 : 1;
  const slots = Math.floor((samples * kbits * 1000) / (8 * slot * sampleRate));
  return {
    bytes: (slots + ((third >> 1) & 1)) * slot,
    samples,
    sampleRate,
    stream: (second & 0xfe) * 4 + ((third >> 2) & 3),
    sideInfo: version.sideInfo[bytes[at + 3]! >> 6 === 3 ? 0 : 1],
  };
};

const AAC_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
  7350,
] as const;

/** AAC with a header before each frame. */
export const adtsHeader: HeaderParser = (bytes, at) => {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0xff;
  const sampleRate = AAC_RATES[(third >> 2) & 15];
  const length =
    (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
  if (bytes[at] !== 0xff || (second & 0xf6) !== 0xf0 || sampleRate === undefined || length < 8) {
    return undefined;
  }
  const blocks = ((bytes[at + 6] ?? 0) & 3) + 1;
  return {
    bytes: length,
    samples: 1024 * blocks,
    sampleRate,
    stream: third & 0xfc,
    sideInfo: 0,
  };
};

/** Decodes packets one after another. */
export interface PacketDecoder {
  /** One array per channel, equally long; none when there is no sound. They hold until the next call. */
  decode(packets: readonly Uint8Array[]): readonly Float32Array[];
  /** The next packet does not follow the one before; comes before the first packet too. */
  jump(): void;
  free(): void;
}

/** What Vorbis and Opus do not share. */
export interface OggCoding {
  /** Of what the decoder gives. */
  readonly sampleRate: number;
  readonly granuleRate: number;
  /** Samples at the granules' rate that come before the song. */
  readonly preSkip: number;
  /** Sound decoded before what is wanted. */
  readonly prerollSeconds: number;
  /** Samples at the granules' rate that come out with a packet after `before`, told without decoding. */
  readonly packetSamples: (packet: Uint8Array, before: Uint8Array | undefined) => number;
  readonly open: () => Promise<PacketDecoder>;
}

/** Left and right first, by the number of channels, where the codings have the centre between them. */
export const FRONT_CHANNELS: Readonly<Record<number, readonly number[]>> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
};

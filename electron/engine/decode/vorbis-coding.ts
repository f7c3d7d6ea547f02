import { decoder as createVorbisDecoder } from '@audio/decode-vorbis';
import type { OggCoding, PacketDecoder } from './ogg-coding';
import { FRONT_CHANNELS } from './ogg-coding';
import { damaged } from './song';
import { readVorbisBlocks, vorbisPacketSamples } from './vorbis-modes';

/** The largest block that Vorbis allows, in samples. */
const LARGEST_BLOCK = 8192;

/**
 * What the package's own reader of pages uses. With it we read pages ourselves: theirs takes the end of a packet for a
 * packet when it starts in the middle, needs the headers for each run, and costs as much as decoding. Its `decodePackets` is a
 * loop over what stands here that makes an array for each packet and channel; those were a tenth of the time.
 */
interface VorbisCore {
  sendSetupHeader(packet: Uint8Array): void;
  initDsp(): void;
  readonly _decoder: number;
  readonly _common: {
    readonly wasm: { readonly HEAP: ArrayBuffer; decode_packets(decoder: number): void };
  };
  readonly _input: { readonly buf: Uint8Array };
  readonly _inputLen: NumberCell;
  readonly _samplesDecoded: NumberCell;
  readonly _channels: NumberCell;
  readonly _outputBufferPtr: NumberCell;
  readonly _errorsLength: NumberCell;
}
interface NumberCell {
  readonly buf: Uint32Array | Int32Array;
}

/** @param headers identification, comment and setup, a packet each */
export function vorbisCoding(headers: readonly Uint8Array[]): OggCoding {
  const [identification, , setup] = headers;
  if (identification === undefined || identification.length < 30 || setup === undefined) {
    throw damaged('it ends before its sound begins');
  }
  const sampleRate = Buffer.from(identification).readUInt32LE(12);
  if (sampleRate === 0) {
    throw damaged('its header gives no sample rate');
  }
  const blocks = readVorbisBlocks(identification, setup);
  return {
    sampleRate,
    granuleRate: sampleRate,
    preSkip: 0,
    // The first packet of a run only prepares the second.
    prerollSeconds: (blocks?.sizes[1] ?? LARGEST_BLOCK) / 2 / sampleRate,
    packetSamples: (packet, before) =>
      blocks === undefined ? NaN : vorbisPacketSamples(blocks, packet, before),
    open: () => openDecoder(identification, setup),
  };
}

async function openDecoder(identification: Uint8Array, setup: Uint8Array): Promise<PacketDecoder> {
  const decoder = await createVorbisDecoder();
  const { _decoder: core } = decoder as unknown as { readonly _decoder: VorbisCore };
  try {
    core.sendSetupHeader(identification);
    core.sendSetupHeader(setup);
    core.initDsp();
  } catch (thrown) {
    decoder.free();
    throw thrown;
  }
  const channels = new GrowingChannels();
  let primed = false;
  return {
    decode: (packets) => {
      channels.clear();
      packets.forEach((packet) => {
        decodePacket(core, packet, primed ? channels : undefined);
        // The first one overlaps with whatever was decoded before.
        primed = true;
      });
      return inOrder(channels.filled());
    },
    jump: () => {
      primed = false;
    },
    free: () => {
      decoder.free();
    },
  };
}

/** One packet, to the end of `out`; nowhere when that is left out. */
function decodePacket(core: VorbisCore, packet: Uint8Array, out?: GrowingChannels): void {
  const { wasm } = core._common;
  core._input.buf.set(packet);
  core._inputLen.buf[0] = packet.length;
  wasm.decode_packets(core._decoder);
  core._errorsLength.buf[0] = 0;
  const samples = core._samplesDecoded.buf[0]!;
  const count = core._channels.buf[0]!;
  if (samples > 0 && out !== undefined) {
    const places = new Uint32Array(wasm.HEAP, core._outputBufferPtr.buf[0], count);
    out.add(
      samples,
      Array.from(places, (place) => new Float32Array(wasm.HEAP, place, samples)),
    );
  }
}

/** Sound that is put together piece by piece, in memory that is used again. */
class GrowingChannels {
  #channels: Float32Array[] = [];
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  add(samples: number, pieces: readonly Float32Array[]): void {
    const end = this.#length + samples;
    pieces.forEach((piece, index) => {
      let channel = this.#channels[index];
      if (channel === undefined || channel.length < end) {
        const larger = new Float32Array(Math.max(end, 2 * (channel?.length ?? 0)));
        larger.set(channel?.subarray(0, this.#length) ?? []);
        this.#channels[index] = channel = larger;
      }
      channel.set(piece, this.#length);
    });
    this.#length = end;
  }

  filled(): readonly Float32Array[] {
    return this.#length === 0 ? [] : this.#channels.map((one) => one.subarray(0, this.#length));
  }
}

function inOrder(channels: readonly Float32Array[]): readonly Float32Array[] {
  return FRONT_CHANNELS[channels.length]?.map((index) => channels[index]!) ?? channels;
}

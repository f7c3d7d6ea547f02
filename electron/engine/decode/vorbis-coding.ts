import { decoder as createVorbisDecoder } from '@audio/decode-vorbis';
import type { OggCoding, PacketDecoder } from './ogg-coding';
import { FRONT_CHANNELS } from './ogg-coding';
import { damaged } from './song';
import { readVorbisBlocks, vorbisPacketSamples } from './vorbis-modes';

/** The largest block that Vorbis allows, in samples. */
const LARGEST_BLOCK = 8192;

/**
 * What the package's own reader of pages uses. With it we read pages ourselves: theirs takes the end of a packet for a
 * packet when it starts in the middle, needs the headers for each run, and costs as much as decoding.
 */
interface VorbisCore {
  sendSetupHeader(packet: Uint8Array): void;
  initDsp(): void;
  decodePackets(packets: readonly Uint8Array[]): { readonly channelData: readonly Float32Array[] };
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
  let primed = false;
  try {
    core.sendSetupHeader(identification);
    core.sendSetupHeader(setup);
    core.initDsp();
  } catch (thrown) {
    decoder.free();
    throw thrown;
  }
  return {
    decode: (packets) => {
      if (!primed && packets.length > 0) {
        // It overlaps with whatever was decoded before.
        core.decodePackets(packets.slice(0, 1));
        primed = true;
        return inOrder(core.decodePackets(packets.slice(1)).channelData);
      }
      return inOrder(core.decodePackets(packets).channelData);
    },
    jump: () => {
      primed = false;
    },
    free: () => {
      decoder.free();
    },
  };
}

function inOrder(channels: readonly Float32Array[]): readonly Float32Array[] {
  return FRONT_CHANNELS[channels.length]?.map((index) => channels[index]!) ?? channels;
}

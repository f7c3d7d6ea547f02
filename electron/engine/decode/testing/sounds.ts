import { fileURLToPath } from 'node:url';

export const FIXTURES = fileURLToPath(new URL('../../../../e2e/fixtures/audio', import.meta.url));

/** `seconds` of a sine of amplitude 0.5. */
export function sine(hertz: number, rate: number, seconds: number): Float32Array {
  const step = (2 * Math.PI * hertz) / rate;
  return Float32Array.from(
    { length: Math.round(rate * seconds) },
    (_, at) => 0.5 * Math.sin(step * at),
  );
}

export interface WavOptions {
  readonly rate: number;
  /** 8 to 32 bits are integers; 'float' is 32-bit. */
  readonly bits: 8 | 16 | 24 | 32 | 'float';
  /** With the longer header that more than two channels ask for. */
  readonly extensible?: boolean;
}

/** A WAV file of equally long channels, full scale 1. */
export function wavBytes(channels: readonly Float32Array[], options: WavOptions): Buffer {
  const width = options.bits === 'float' ? 4 : options.bits / 8;
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * width);
  channels.forEach((samples, channel) => {
    samples.forEach((value, at) => {
      writeSample(data, (at * channels.length + channel) * width, value, options.bits);
    });
  });
  const format = options.bits === 'float' ? 3 : 1;
  return Buffer.concat([wavHeader(channels.length, width, format, data.length, options), data]);
}

function writeSample(data: Buffer, at: number, value: number, bits: WavOptions['bits']): void {
  if (bits === 'float') {
    data.writeFloatLE(value, at);
  } else if (bits === 8) {
    data.writeUInt8(Math.round(value * 127) + 128, at);
  } else {
    data.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), at, bits / 8);
  }
}

/** The 44 (or 68) bytes before the samples, promising `dataBytes` of them. */
export function wavHeader(
  channels: number,
  width: number,
  format: number,
  dataBytes: number,
  { rate, extensible = false }: { readonly rate: number; readonly extensible?: boolean },
): Buffer {
  const formatBytes = extensible ? 40 : 16;
  const header = Buffer.alloc(28 + formatBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(header.length - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(formatBytes, 16);
  header.writeUInt16LE(extensible ? 0xfffe : format, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * width, 28);
  header.writeUInt16LE(channels * width, 32);
  header.writeUInt16LE(width * 8, 34);
  if (extensible) {
    header.writeUInt16LE(22, 36);
    header.writeUInt16LE(width * 8, 38);
    header.writeUInt16LE(format, 44);
  }
  header.write('data', 20 + formatBytes);
  header.writeUInt32LE(dataBytes, 24 + formatBytes);
  return header;
}

/** An AIFF file of 16-bit samples, full scale 1. */
export function aiffBytes(channels: readonly Float32Array[], rate: number): Buffer {
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * 2);
  channels.forEach((samples, channel) => {
    samples.forEach((value, at) => {
      data.writeInt16BE(Math.round(value * 32_767), (at * channels.length + channel) * 2);
    });
  });
  const header = Buffer.alloc(54);
  header.write('FORM', 0);
  header.writeUInt32BE(46 + data.length, 4);
  header.write('AIFFCOMM', 8);
  header.writeUInt32BE(18, 16);
  header.writeUInt16BE(channels.length, 20);
  header.writeUInt32BE(frames, 22);
  header.writeUInt16BE(16, 26);
  // An 80-bit float: the exponent, then 64 bits of the number with its top bit set.
  const exponent = Math.floor(Math.log2(rate));
  header.writeUInt16BE(16_383 + exponent, 28);
  header.writeBigUInt64BE(BigInt(rate) << BigInt(63 - exponent), 30);
  header.write('SSND', 38);
  header.writeUInt32BE(8 + data.length, 42);
  return Buffer.concat([header, data]);
}

/** Root mean square of the difference. */
export function rmsDifference(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0) / a.length);
}

export function rms(signal: Float32Array): number {
  return Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / signal.length);
}

/**
 * Writes the little of the ONNX format (protocol buffers) that a static float graph needs.
 * Field numbers are those of onnx.proto, IR version 8.
 */

const VARINT = 0;
const BYTES = 2;
const TYPE = { float32: 1, int64: 7 };
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** @param {number} value */
function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

const key = (field, wire) => varint((field << 3) | wire);
const int = (field, value) => Buffer.concat([key(field, VARINT), varint(value)]);
const bytes = (field, value) => Buffer.concat([key(field, BYTES), varint(value.length), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, parts) => bytes(field, Buffer.concat(parts));

/** @param {{name: string, dims: number[], data: Float32Array | BigInt64Array}} tensor */
function tensorProto({ name, dims, data }) {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? TYPE.float32 : TYPE.int64;
  return [...dims.map((dim) => int(1, dim)), int(2, type), text(8, name), bytes(9, raw)];
}

function attributeProto([name, value]) {
  return Array.isArray(value)
    ? [text(1, name), ...value.map((item) => int(8, item)), int(20, ATTRIBUTE_INTS)]
    : [text(1, name), int(3, value), int(20, ATTRIBUTE_INT)];
}

/** @param {{op: string, inputs: string[], output: string, attributes?: object}} node */
function nodeProto({ op, inputs, output, attributes = {} }) {
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, output),
    text(4, op),
    ...Object.entries(attributes).map((entry) => message(5, attributeProto(entry))),
  ];
}

/** A dimension is a number, or a name when it is free. */
function valueProto({ name, dims }) {
  const shape = dims.map((dim) =>
    message(1, [typeof dim === 'number' ? int(1, dim) : text(2, dim)]),
  );
  const tensorType = [int(1, TYPE.float32), message(2, shape)];
  return [text(1, name), message(2, [message(1, tensorType)])];
}

/** The bytes of an ONNX model with one graph of float32 inputs and outputs. */
export function onnxModel({ name, opset, producer, nodes, constants, inputs, outputs }) {
  const graph = [
    ...nodes.map((node) => message(1, nodeProto(node))),
    text(2, name),
    ...constants.map((tensor) => message(5, tensorProto(tensor))),
    ...inputs.map((value) => message(11, valueProto(value))),
    ...outputs.map((value) => message(12, valueProto(value))),
  ];
  return Buffer.concat([
    int(1, 8),
    text(2, producer),
    message(7, graph),
    message(8, [int(2, opset)]),
  ]);
}

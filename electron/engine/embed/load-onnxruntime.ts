import type * as OnnxRuntime from 'onnxruntime-node';

/**
 * onnxruntime, loaded when it is first needed: a library that opens would wait for it, and the engine seldom runs a model itself.
 *
 * 1.30 is made to send Microsoft what it is used for, on Linux too: it keeps a device id and a queue of events in the user's cache
 * folder, to be posted. `ORT_DISABLE_TELEMETRY` is how it is told not to, and it looks once, when it is loaded. So
 * nothing else here may import it.
 */
export async function loadOnnxRuntime(): Promise<typeof OnnxRuntime> {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return import('onnxruntime-node');
}

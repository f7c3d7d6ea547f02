/** Vitest resolves `electron` to this file for the engine: even a dynamic import fails loudly. */
throw new Error(
  'The engine imported electron. It must run in plain Node: pass what is needed in options.',
);

export {};

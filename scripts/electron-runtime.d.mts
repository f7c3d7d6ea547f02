/** As in electron-runtime.mjs, for tests in TypeScript. */
export function resolveElectron(): Promise<{ readonly dist: string }>;

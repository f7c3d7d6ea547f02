/** The engine is plain Node: `import 'electron'` resolves to this empty module there and fails to compile. */
export {};

import process from 'node:process';

/** A real worker that may not read everything, as root may: it becomes nobody before it does anything. */
const NOBODY = 65_534;

process.setgroups?.([]);
process.setgid?.(NOBODY);
process.setuid?.(NOBODY);
await import('../worker-entry');

import { execFileSync } from 'node:child_process';

/** Whether a test can have a drive of its own: it needs a mount, and that needs root on Linux. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return false;
  }
  try {
    // A container may forbid it even to root.
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

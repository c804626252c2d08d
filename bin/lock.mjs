import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `work` while no other Vigie process sets up the same checkout: two starts at once must not both
 * run `npm ci` in one folder. A lock whose owner is no longer alive is taken over.
 */
export async function withLock(root, work) {
  const file = path.join(root, '.cache', 'setup.lock');
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) {
      process.stderr.write('vigie: another process is setting up this folder; waiting for it …\n');
      told = true;
    }
    await wait(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
  const owner = ownerOf(file);
  if (owner === null || alive(owner)) {
    return false;
  }
  rmSync(file, { force: true });
  return false;
}

function ownerOf(file) {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? null : Number(text);
  } catch {
    return null;
  }
}

function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

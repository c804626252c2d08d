import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { SetupError } from './setup-error.mjs';

const OUT = path.join('dist', 'web');
const STAMP = '.vigie-build';
const CONFIG = path.join('web', 'vite.config.ts');
const FOLDERS = ['web', 'domains', 'core', 'formats', 'analysis'];
const FILES = ['package-lock.json'];

/** Files the web bundle is made from, relative to `root`, sorted; tests and the domains' server halves are left out. */
export function webInputs(root) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!/^domains\/[^/]+\/server$/.test(name) && entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
          walk(name);
        }
        continue;
      }
      if (entry.isFile() && !/\.(test\.tsx?|md)$/.test(entry.name)) {
        found.push(name);
      }
    }
  };
  for (const folder of FOLDERS.filter((name) => existsSync(path.join(root, name)))) {
    walk(folder);
  }
  found.push(...FILES.filter((name) => existsSync(path.join(root, name))));
  return found.sort();
}

/** Cheap fingerprint of the inputs (names, sizes, modification times): what a start compares. */
export function statPrint(root, files = webInputs(root)) {
  const hash = createHash('sha256');
  for (const name of files) {
    const { size, mtimeMs } = statSync(path.join(root, name));
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Fingerprint of the inputs' content: tells a touched file from a changed one. */
export function contentPrint(root, files = webInputs(root)) {
  const hash = createHash('sha256');
  for (const name of files) {
    const bytes = readFileSync(path.join(root, name));
    hash.update(`${name}\0${bytes.length}\n`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** True when dist/web was built from the inputs as they are now. Renews the stamp when only times differ. */
export function isBuilt(root) {
  const stamp = readStamp(root);
  if (stamp === null || !existsSync(path.join(root, OUT, 'index.html'))) {
    return false;
  }
  const files = webInputs(root);
  const stat = statPrint(root, files);
  if (stamp.stat === stat) {
    return true;
  }
  if (stamp.content !== contentPrint(root, files)) {
    return false;
  }
  try {
    writeStamp(path.join(root, OUT), { stat, content: stamp.content });
  } catch {
    // A folder that cannot be written to only pays for the content check again next time.
  }
  return true;
}

/**
 * Builds the web with `node` (path of the runtime) when dist/web is missing or older than its inputs.
 * The build goes to a folder beside and is moved in place whole, so a running node never serves half of one
 * and a failed build leaves the old one standing.
 * @returns true when a build was made
 * @throws SetupError when the build fails
 */
export async function ensureWeb(root, node, { build = viteBuild, force = false } = {}) {
  if ((process.env.VIGIE_SETUP === 'off' && !force) || !existsSync(path.join(root, CONFIG))) {
    return false;
  }
  if (!force && isBuilt(root)) {
    return false;
  }
  return withLock(root, async () => {
    if (!force && isBuilt(root)) {
      return false;
    }
    process.stderr.write('vigie: building the web …\n');
    const files = webInputs(root);
    const stamp = { stat: statPrint(root, files), content: contentPrint(root, files) };
    const next = path.join(root, 'dist', `web-next-${process.pid}`);
    const old = path.join(root, 'dist', `web-old-${process.pid}`);
    mkdirSync(path.join(root, 'dist'), { recursive: true });
    try {
      build(root, node, next);
      if (!existsSync(path.join(next, 'index.html'))) {
        throw new SetupError(`the web build wrote no index.html to ${next}.`);
      }
      writeStamp(next, stamp);
      if (existsSync(path.join(root, OUT))) {
        renameSync(path.join(root, OUT), old);
      }
      renameSync(next, path.join(root, OUT));
    } finally {
      rmSync(next, { recursive: true, force: true });
      rmSync(old, { recursive: true, force: true });
    }
    return true;
  });
}

function viteBuild(root, node, out) {
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', CONFIG, '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'];
  const { status, error, stdout, stderr } = spawnSync(node, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  if (error !== undefined || status !== 0) {
    throw new SetupError(`the web could not be built${error === undefined ? '' : ` (${error.message})`}. The messages are above.`);
  }
}

function readStamp(root) {
  try {
    return JSON.parse(readFileSync(path.join(root, OUT, STAMP), 'utf8'));
  } catch {
    return null;
  }
}

function writeStamp(folder, stamp) {
  writeFileSync(path.join(folder, STAMP), `${JSON.stringify(stamp)}\n`);
}

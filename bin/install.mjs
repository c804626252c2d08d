import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { pinnedRuntime } from './runtime.mjs';
import { SetupError } from './setup-error.mjs';

export { SetupError };

const NO_NETWORK = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

/** SHA-256 over package.json and package-lock.json of `root`; null when the checkout carries no lock file. */
export function lockHash(root) {
  const lock = read(path.join(root, 'package-lock.json'));
  if (lock === null) {
    return null;
  }
  const hash = createHash('sha256');
  hash.update(read(path.join(root, 'package.json')) ?? '');
  hash.update('\0');
  hash.update(lock);
  return hash.digest('hex');
}

/** True when node_modules was last filled from exactly the package files that are there now. */
export function isInstalled(root) {
  const wanted = lockHash(root);
  return wanted === null || read(stampFile(root))?.trim() === wanted;
}

/**
 * True when what npm wrote about node_modules agrees with package-lock.json, whoever ran npm:
 * then the stamp is renewed and nothing is installed again.
 */
export function matchesLock(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
  const present = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) {
    return false;
  }
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '' || entry.link === true || !neededHere(entry)) {
      continue;
    }
    if (present[name]?.version !== entry.version || !existsSync(path.join(root, name, 'package.json'))) {
      return false;
    }
  }
  return true;
}

/**
 * Fills node_modules with `npm ci` when it is missing or older than the package files.
 * Costs two small reads and a hash when there is nothing to do. `VIGIE_SETUP=off` skips it,
 * for images that are built once and run without write access or network.
 * @throws SetupError with what to do when npm fails
 */
export async function ensureInstalled(root, install = npmCi) {
  if (process.env.VIGIE_SETUP === 'off' || isInstalled(root)) {
    return;
  }
  await withLock(root, async () => {
    if (isInstalled(root)) {
      return;
    }
    if (!matchesLock(root)) {
      await install(root);
    }
    writeFileSync(stampFile(root), `${lockHash(root)}\n`);
  });
}

function stampFile(root) {
  return path.join(root, 'node_modules', '.vigie-stamp');
}

function neededHere(entry) {
  if (entry.optional !== true) {
    return true;
  }
  // An optional package counts only where npm would have installed it; C library variants are left to npm.
  const fits = (list, mine) => list === undefined || list.includes(mine);
  return entry.os !== undefined && entry.libc === undefined && fits(entry.os, process.platform) && fits(entry.cpu, process.arch);
}

async function npmCi(root) {
  process.stderr.write('vigie: installing packages (first start, or they have changed); this takes a minute …\n');
  const [command, before] = npmCommand(root);
  const args = [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, said } = await run(command, args, root);
  if (code === 0) {
    if (pinnedRuntime(root) !== null || !hasPinnedPackage(root)) {
      return;
    }
    throw new SetupError('npm finished but left out the runtime package. Run `npm ci --include=optional` and look at its messages.');
  }
  if (NO_NETWORK.test(said)) {
    throw new SetupError(
      'the packages could not be fetched: there is no network, or the package registry is not reachable. ' +
        'Connect once (or set npm\'s `registry` or `proxy`), then start again. ' +
        'A machine that never has network: copy the whole folder, node_modules included, from one that had it.',
    );
  }
  throw new SetupError(`\`npm ci\` failed (exit ${code}). Its messages are above.`);
}

function hasPinnedPackage(root) {
  const packages = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  return Object.entries(packages).some(([name, entry]) => /^node_modules\/node-(linux|bin|win)-/.test(name) && neededHere(entry));
}

/** The npm of a Node outside node_modules: `npm ci` empties that folder, the pinned runtime included. */
function npmCommand(root) {
  const inside = realpath(path.join(root, 'node_modules')) + path.sep;
  const outside = (file) => file !== undefined && existsSync(file) && !realpath(file).startsWith(inside);
  const node = [process.env.npm_node_execpath, process.execPath, ...onPath('node')].find(outside);
  const npm = node === undefined ? undefined : [process.env.npm_execpath, ...npmBeside(node), ...onPath('npm').map(realpath)]
    .find((file) => outside(file) && path.basename(file) === 'npm-cli.js');
  if (node !== undefined && npm !== undefined) {
    return [node, [npm]];
  }
  return process.platform === 'win32' ? ['npm.cmd', []] : ['npm', []];
}

function npmBeside(node) {
  const folder = path.dirname(realpath(node));
  const tail = ['node_modules', 'npm', 'bin', 'npm-cli.js'];
  return [path.join(folder, ...tail), path.join(folder, '..', 'lib', ...tail), path.join(folder, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js')];
}

function onPath(name) {
  const file = process.platform === 'win32' && name === 'node' ? 'node.exe' : name;
  return (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '').map((folder) => path.join(folder, file)).filter((candidate) => existsSync(candidate));
}

function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      // npm's report goes to stderr: stdout belongs to the command that is about to run.
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
      env: { ...process.env, NODE_ENV: '' },
    });
    let said = '';
    const pass = (chunk) => {
      said = (said + chunk).slice(-20_000);
      process.stderr.write(chunk);
    };
    child.stdout.on('data', pass);
    child.stderr.on('data', pass);
    child.on('error', (error) => reject(new SetupError(`npm could not be started (${error.message}). Install Node with npm, then start again.`)));
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

function realpath(file) {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function readJson(file) {
  const text = read(file);
  if (text === null) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

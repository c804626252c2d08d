import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Terminal } from '../../cli/command.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const MAIN = path.join(ROOT, 'cli', 'main.ts')
const GUARD = pathToFileURL(path.join(ROOT, 'bin', 'guard.mjs')).href
/** How long a node may take to say that it is ready; a machine that does other work at the same time is slow. */
const READY_MS = 120_000

/** A running node: a process of its own, on a data folder of its own. */
export type Running = {
  url: string
  port: number
  dataDir: string
  /** Milliseconds from start to the ready line. */
  readyMs: number
  /** Everything it has written so far. */
  logs(): string
  /** Ask it to end and wait for it. */
  stop(): Promise<void>
}

/** The environment of the programs under test: nothing of the caller's mission, compiled code kept between starts. */
function environment(): NodeJS.ProcessEnv {
  const { VIGIE_DATABASE_URL: _url, VIGIE_DATA: _data, VIGIE_PORT: _port, NODE_TEST_CONTEXT: _test, NODE_ENV: _env, ...rest } = process.env
  return { ...rest, VIGIE_LOG: 'warn', NODE_COMPILE_CACHE: path.join(ROOT, '.cache', 'compile') }
}

/** A fresh data folder; removed with `removeFolder`. */
export function dataFolder(label: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `vigie-e2e-${label}-`))
}

/** Remove a data folder. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/**
 * Start a node the way an operator does and wait until it says it is ready.
 * @param options port 0 takes a free one
 * @throws Error with what it wrote, when it ends or stays silent
 */
export async function startNode(options: { dataDir: string; port?: number; args?: string[] }): Promise<Running> {
  if (!existsSync(path.join(ROOT, 'dist', 'web', 'index.html'))) {
    throw new Error('the web is not built: run `npm run build`, or the journeys by `node bin/vigie-dev test e2e`')
  }
  const began = performance.now()
  // The extra pipe lets the node die with this process, whatever ends it.
  const child = spawn(process.execPath, ['--import', GUARD, MAIN, 'start', '--host', '127.0.0.1', '--port', String(options.port ?? 0), '--data', options.dataDir, ...(options.args ?? [])], {
    cwd: ROOT, env: { ...environment(), VIGIE_GUARD_FD: '3' }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  let written = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the node did not become ready in ${READY_MS / 1000} s:\n${written}`)), READY_MS)
    const hear = (chunk: Buffer): void => {
      written += chunk.toString()
      const ready = /^Vigie is ready at (http:\/\/\S+)$/m.exec(written)
      if (ready?.[1]) {
        clearTimeout(late)
        resolve(ready[1])
      }
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void ended.then(() => {
      clearTimeout(late)
      reject(new Error(`the node ended before it was ready:\n${written}`))
    })
  }).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw error
  })
  return {
    url, port: Number(new URL(url).port), dataDir: options.dataDir, readyMs: Math.round(performance.now() - began),
    logs: () => written,
    stop: () => endProcess(child, ended),
  }
}

async function endProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(hard)
  }
}

/**
 * `vigie WORDS… --data DIR`, also while a node runs on that folder. The command works in this process: to start a
 * program for each costs more than what it does, and that it starts is proved with the command line itself.
 * @returns what it wrote to standard output
 * @throws Error with its messages when it ends with another code than 0
 */
export async function vigie(words: readonly string[], dataDir: string, stdin = ''): Promise<string> {
  // By address, so that the types of the whole node are not checked once more with these.
  const { main } = await import(pathToFileURL(MAIN).href) as { main(words: readonly string[], terminal: Terminal): Promise<number> }
  let out = ''
  let err = ''
  const code = await main([...words, '--data', dataDir], {
    out: (text) => { out += text },
    err: (text) => { err += text },
    outBytes: (bytes) => { out += Buffer.from(bytes).toString() },
    stdin: async () => stdin,
    input: async () => Buffer.from(stdin),
    env: environment(),
    stopAsked: () => Promise.resolve(),
  })
  if (code !== 0) {
    throw new Error(`vigie ${words.join(' ')} ended with ${code}: ${err}`)
  }
  return out
}

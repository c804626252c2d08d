import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { machine, printTable, round } from './measure.ts'
import { benchFolder, percentile, sampleFolder, verdict } from './mission.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const RUNS = 5
const IDLE_S = 15

/** `bin/vigie start` by the clock of whoever types it: until the line, until health and a list answer, memory at rest. */
type Start = { readyMs: number; answersMs: number; idleMb: number }

async function startOnce(data: string, entry: string[], idle: boolean): Promise<Start> {
  const begun = performance.now()
  const child = spawn(process.execPath, [...entry, 'start', '--data', data, '--port', '0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: path.join(ROOT, '.cache', 'compile') } })
  try {
    const address = await readyLine(child)
    const readyMs = performance.now() - begun
    const health = await fetch(`${address}/api/health`)
    if (health.status !== 200) {
      throw new Error(`health answers ${health.status}`)
    }
    const answersMs = performance.now() - begun
    if (idle) {
      await delay(IDLE_S * 1000)
    }
    return { readyMs, answersMs, idleMb: idle ? rssOf(child.pid ?? 0) : Number.NaN }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const address = /ready at (http:\S+)/.exec(text)?.[1]
      if (address !== undefined) {
        resolve(address)
      }
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)))
  })
}

/** Resident memory in MB, of a process of ours (Linux). */
function rssOf(pid: number): number {
  const status = `/proc/${pid}/status`
  return existsSync(status) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]) / 1024 : Number.NaN
}

const empty = path.join(benchFolder(), 'data')
const sample = await sampleFolder()
console.log(`# Start and memory\n\n${machine()}. \`bin/vigie start\` as a process, median of ${RUNS}; memory is resident (RSS) after ${IDLE_S} s at rest.\n`)
const rows: string[][] = []
for (const [name, data, mostMb] of [['no mission', empty, 150], ['sample mission', sample, null]] as const) {
  await startOnce(data, ['bin/vigie'], false)
  const runs: Start[] = []
  for (let i = 0; i < RUNS; i += 1) {
    runs.push(await startOnce(data, ['bin/vigie'], i === RUNS - 1))
  }
  const ready = percentile(runs.map((run) => run.readyMs), 0.5)
  const answers = percentile(runs.map((run) => run.answersMs), 0.5)
  const mb = runs.at(-1)?.idleMb ?? Number.NaN
  rows.push([name, `${round(ready)} ms`, `${round(answers)} ms`, verdict(answers, 1000), `${round(mb)} MB`, mostMb === null ? '–' : verdict(mb, mostMb)])
}
printTable(['store', '“ready” line', 'health answers', '≤ 1 s', 'memory at rest', '≤ 150 MB'], rows)

import { existsSync, renameSync } from 'node:fs'
import { after } from 'node:test'
import { until } from './journey.ts'
import { addPerson } from './people.ts'
import type { Person } from './people.ts'
import { dataFolder, removeFolder, startNode } from './node.ts'
import type { Running } from './node.ts'

/** The sample mission, whole and loaded, with two duty officers. */
export type SampleMission = { node: Running; kofi: Person; lena: Person }

/** Loading writes close to two hundred thousand actions; a machine that does other work at the same time takes minutes. */
const LOADING_MS = 270_000

/**
 * Where a process leaves the mission it loaded for one that comes after it in the same run: to load it once more takes a
 * minute of a processor and proves nothing new. Only the runner names it.
 */
const HANDED_ON = process.env['VIGIE_E2E_HANDED_ON']

let begun: Promise<Running> | null = null
let ready: Promise<SampleMission> | null = null

/** An empty node the sample mission is loaded into by whoever opens the door first. Loaded once in a run. */
export function sampleNode(): Promise<Running> {
  begun ??= startNode({ dataDir: process.env['VIGIE_E2E_SAMPLE'] ?? dataFolder('sample') })
  return begun
}

/** A node on a mission that was loaded before, where there is one. */
function anyNode(): Promise<Running> {
  if (HANDED_ON !== undefined && existsSync(HANDED_ON)) {
    begun ??= startNode({ dataDir: HANDED_ON })
  }
  return sampleNode()
}

/** The loaded mission: waits for a load that is under way and begins one when nobody has. */
export function sampleMission(): Promise<SampleMission> {
  ready ??= finish()
  return ready
}

/** What the node says about itself before anybody signs in. */
export async function setupState(node: Running): Promise<{ state: string; progress?: { done: number; total: number } }> {
  return (await (await fetch(`${node.url}/api/setup`)).json()) as { state: string; progress?: { done: number; total: number } }
}

after(async () => {
  const node = await begun?.catch(() => null)
  if (node) {
    const isLoaded = await ready?.then(() => true, () => false) ?? false
    await node.stop()
    if (isLoaded && HANDED_ON !== undefined && !existsSync(HANDED_ON) && process.env['VIGIE_E2E_SAMPLE'] === undefined) {
      renameSync(node.dataDir, HANDED_ON)
    } else if (node.dataDir !== process.env['VIGIE_E2E_SAMPLE'] && node.dataDir !== HANDED_ON) {
      removeFolder(node.dataDir)
    }
  }
})

async function finish(): Promise<SampleMission> {
  const node = await anyNode()
  if ((await setupState(node)).state === 'empty') {
    await fetch(`${node.url}/api/setup/sample`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' })
  }
  await until('the sample mission is loaded', async () => (await setupState(node)).state === 'ready', LOADING_MS)
  // Names of their own, so that a folder loaded earlier can be used again.
  const mark = Date.now().toString(36)
  const kofi = await addPerson(node, `kofi-${mark}`, { role: 'JOC-DO', name: 'Kofi Kouamé' })
  const lena = await addPerson(node, `lena-${mark}`, { role: 'JOC-CH,DPO', name: 'Lena Lund' })
  return { node, kofi, lena }
}

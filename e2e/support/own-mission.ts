import { after } from 'node:test'
import { addPerson, PASSWORD } from './people.ts'
import type { Person } from './people.ts'
import { dataFolder, removeFolder, startNode, vigie } from './node.ts'
import type { Running } from './node.ts'

/** A small mission of its own around 30P VB, with the people the journeys need. */
export type OwnMission = {
  node: Running
  /** First administrator and chief of the operations centre. */
  anna: Person
  /** Duty officer. */
  ben: Person
  /** Human-rights officer, in the compartment HR. */
  hana: Person
  /** Data-protection officer. */
  dora: Person
  /** Stop the node, and start it again on the same port and folder. */
  stop(): Promise<void>
  startAgain(): Promise<void>
}

let made: Promise<OwnMission> | null = null
let stopped = false

/** The mission, made by the first journey that asks; journeys keep out of each other's way by place and words. */
export async function ownMission(): Promise<OwnMission> {
  made ??= make()
  const mission = await made
  if (stopped) {
    // A journey that stopped the node and failed must not make the others fail.
    await mission.startAgain()
  }
  return mission
}

after(async () => {
  const mission = await made?.catch(() => null)
  if (mission) {
    await mission.node.stop()
    removeFolder(mission.node.dataDir)
  }
})

async function make(): Promise<OwnMission> {
  const node = await startNode({ dataDir: dataFolder('own') })
  const answer = await fetch(`${node.url}/api/setup/mission`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      mission: { name: 'Mission of the journeys', zone: 'Africa/Bamako', languages: ['en', 'fr', 'ar'], bounds: [-5.5, 14, -2, 17], exercise: false, org: 'MJ' },
      admin: { login: 'anna', name: 'Anna Adou', password: PASSWORD },
      areas: [{ name: 'Sector East', code: 'SE', type: 'sector' }], units: [{ name: 'Battalion 3', code: 'BN3', component: 'MIL', area: 'SE' }],
    }),
  })
  if (answer.status !== 201) {
    throw new Error(`the mission was not set up: ${answer.status} ${await answer.text()}`)
  }
  const token = (await vigie(['token', 'create', '--user', 'anna'], node.dataDir)).trim()
  const ben = await addPerson(node, 'ben', { role: 'JOC-DO', name: 'Ben Bakary' })
  const hana = await addPerson(node, 'hana', { role: 'HRD', clearance: 'SC', compartments: 'HR', name: 'Hana Haddad' })
  const dora = await addPerson(node, 'dora', { role: 'DPO', name: 'Dora Diallo' })
  const mission: OwnMission = {
    node, anna: { login: 'anna', token }, ben, hana, dora,
    async stop() {
      stopped = true
      await mission.node.stop()
    },
    async startAgain() {
      const { port, dataDir } = mission.node
      mission.node = await startNode({ dataDir, port })
      stopped = false
    },
  }
  return mission
}

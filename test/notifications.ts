import assert from 'node:assert/strict'
import type { Compartment } from '../core/handling.ts'
import type { RoleCode } from '../core/roles.ts'
import type { Config } from '../server/config.ts'
import { runningNode, type Answered, type Person, type RunningNode } from './running-node.ts'
import { SYSTEM } from './store.ts'

export const PURPOSE = { 'x-vigie-purpose': 'notification of a casualty' }
export const FAMILY = 'Zqvesterholm'
export const GIVEN = 'Aurelqx'
export const NUMBER = 'ZQ7781-3390'
// What a test reads out of a record; a wrong step gives undefined and the assertion fails.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

/** What is told of a casualty; `more` in place of it. */
export const notice = (more: object = {}) => ({
  type: 'INJURY', mission: 'MINUTAL', occurredAt: '2026-08-18T13:45:00Z', learnedAt: '2026-08-18T14:00:00Z', component: 'MILITARY', nationality: 'Norland', iso3: 'NOR', gender: 'M',
  incident: { type: 'TBD', duty: 'ON_DUTY', missionRelated: 'UNDETERMINED', wilfulMisconduct: 'NO' }, circumstances: 'A peacekeeper was hurt when the convoy was shot at.', medical: 'Wound of the left thigh.', ...more,
})

/** A running node with everybody a notification goes by, and the steps it takes. */
export function notifying() {
  let started: RunningNode | null = null
  const people: Record<string, Person> = {}
  const node = (): RunningNode => started!
  const who = (name: string): Person => people[name]!
  const make = async (name: string, role: RoleCode, compartments: Compartment[] = [], more: object = {}): Promise<void> => { people[name] = await node().person(name, { clearance: 'C', compartments, grants: [{ role, area: null }], ...more }) }
  const call = (as: string, method: string, url: string, body?: unknown, headers: Record<string, string> = PURPOSE): Promise<Answered> => node().call(method, url, { as: who(as), headers, ...(body === undefined ? {} : { body }) })
  const version = async (id: string): Promise<number> => (await node().store.get(SYSTEM, id))!.record.version
  const act = async (as: string, id: string, type: string, patch: object = {}, reason?: string): Promise<Answered> => call(as, 'POST', `/api/records/${id}/actions`, { type, basedOn: await version(id), patch, ...(reason ? { reason } : {}) })
  const post = async (as: string, id: string, what: string, more: object = {}): Promise<Answered> => call(as, 'POST', `/api/notifications/${id}/${what}`, { basedOn: await version(id), ...more })
  const prepared = async (more: object = {}, person: object | null = { familyName: FAMILY, givenNames: GIVEN, number: NUMBER }, amends?: string): Promise<string> => {
    const made = await call('preparer', 'POST', '/api/notifications', { data: notice(more), ...(person ? { person } : {}), ...(amends ? { amends } : {}) })
    assert.equal(made.status, 201, made.body)
    assert.equal((await act('preparer', made.json.id, 'submit')).status, 200)
    return made.json.id
  }
  const authorised = async (more: object = {}, person?: object | null, amends?: string): Promise<string> => {
    const id = await prepared(more, person, amends)
    assert.equal((await act('first', id, 'authorise-first')).status, 200)
    const done = await post('second', id, 'authorise')
    assert.equal(done.status, 200, done.body)
    return id
  }
  return {
    people, who, make, call, version, act, post, prepared, authorised,
    data: async (id: string) => (await node().store.get(SYSTEM, id))!.record.data as Record<string, Json>,
    /** `more`: of its configuration. */
    async start(more: Partial<Config> = {}): Promise<RunningNode> {
      started = await runningNode({ config: { requestsPerMinute: 1_000_000, ...more } })
      await started.node.listen({ port: 0, host: '127.0.0.1' })
      await started.store.commit(SYSTEM, [{ id: 'm', record: 'mission', kind: 'mission', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'Mission', zone: 'UTC', languages: ['en'], bounds: [0, 0, 1, 1], exercise: false, org: 'mission' } } }])
      await make('preparer', 'FHQ', ['PERS', 'MED'])
      await make('first', 'FHQ', ['PERS'])
      await make('second', 'COS', ['PERS'])
      await make('duty', 'JOC-DO')
      await make('hr', 'CHRO', ['PERS'])
      await make('doctor', 'CMO', ['MED'])
      await make('auditor', 'AUDIT')
      await make('protector', 'DPO')
      await make('unocc', 'HQ', [], { org: 'UNHQ', side: 'hq' })
      await make('state', 'MS-RO', [], { org: 'NORLAND', side: 'member-state' })
      await make('chief', 'JOC-CH', [], { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
      return started
    },
  }
}

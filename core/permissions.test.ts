import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KINDS } from '../test/store.ts'
import { AreaTree } from './area.ts'
import { kindFromData } from './own-kind.ts'
import { holderOf, permissionRows, sampleOf } from './permissions.ts'
import { accessClassOf, mayAct, mayCreate, mayRead } from './policy.ts'
import { WORKFLOWS } from './record.ts'
import { ROLE_CODES } from './roles.ts'

const own = kindFromData({ name: 'own-bridge', prefix: 'OWB', label: { en: 'Bridge' }, fields: [{ key: 'load', label: { en: 'Load' }, type: 'number' }], approval: true }, 1)
const kinds = [...KINDS, own]
const rows = permissionRows(kinds)
const areas = new AreaTree([])

test('every cell says what the policy says, and every right of every kind has its row', () => {
  let asked = 0
  const wrong: string[] = []
  for (const kind of kinds) {
    const rights = ['read', 'create', ...Object.keys(kind.actions).filter((type) => type !== 'read')]
    assert.deepEqual(rows.filter((row) => row.kind === kind.name).map((row) => row.action), rights)
    for (const action of rights.filter((type) => kind.actions[type]?.narrow === undefined || type === 'read')) {
      const row = rows.find((one) => one.kind === kind.name && one.action === action)
      for (const role of ROLE_CODES) {
        for (const state of WORKFLOWS.filter((one) => kind.approval || ['approved', 'merged', 'retracted'].includes(one))) {
          for (const whose of ['others', 'own'] as const) {
            const record = sampleOf(kind, state, whose === 'own')
            const of = accessClassOf(record)
            const reader = holderOf(role)
            const begins = kind.approval ? state === 'draft' || state === 'submitted' : state === 'approved'
            const may = action === 'read' ? mayRead(reader, kind, of, areas) : action === 'create' ? mayCreate(reader, kind, of, areas) : mayAct(reader, kind, action, record, areas)
            const expected = may.allow && (action !== 'create' || begins)
            asked += 1
            if ((row?.cells.find((cell) => cell.role === role)?.[whose].includes(state) ?? false) !== expected) {
              wrong.push(`${kind.name} ${action} ${role} ${state} ${whose}`)
            }
          }
        }
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(asked > 10_000, `${asked} cells`)
})

test('what stands in a rule beside the role is said', () => {
  const limits = (kind: string, action: string) => rows.find((row) => row.kind === kind && row.action === action)?.limits
  for (const kind of kinds) {
    for (const [action, rule] of Object.entries(kind.actions).filter(([type]) => type !== 'read')) {
      assert.deepEqual(
        [limits(kind.name, action)?.includes('fewer'), limits(kind.name, action)?.includes('two-person'), limits(kind.name, action)?.includes('originator')],
        [rule.narrow !== undefined, rule.notAuthor === true, rule.originator === true], `${kind.name} ${action}`,
      )
    }
  }
  assert.ok(limits('incident', 'verify')?.includes('fewer'))
})

test('outside readers read what is approved and make nothing', () => {
  const cell = (action: string, role: string) => rows.find((row) => row.kind === 'incident' && row.action === action)?.cells.find((one) => one.role === role)
  assert.deepEqual(cell('read', 'MS-RO')?.others, ['approved'])
  assert.equal(cell('create', 'MS-RO'), undefined)
  assert.ok(cell('create', 'JOC-DO'))
  assert.equal(cell('read', 'ADMIN'), undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PermissionRow } from '../../../core/permissions.ts'
import { ROLE_CODES } from '../../../core/roles.ts'
import { chosen, markOf } from './marks.ts'

const read: PermissionRow = { kind: 'incident', action: 'read', limits: [], cells: [{ role: 'JOC-DO', others: ['draft', 'approved'], own: ['draft', 'approved'] }, { role: 'MS-RO', others: ['approved'], own: ['approved'] }] }
const release: PermissionRow = { kind: 'report', action: 'release', limits: ['two-person'], cells: [{ role: 'HOM', others: ['approved'], own: [] }, { role: 'TOC', others: [], own: ['draft'] }] }

test('a cell shows how far the right goes', () => {
  assert.equal(markOf(read, 'JOC-DO').mark, 'full')
  assert.deepEqual(markOf(read, 'MS-RO'), { mark: 'some', states: ['approved'] })
  assert.equal(markOf(release, 'HOM').mark, 'others')
  assert.equal(markOf(release, 'TOC').mark, 'own')
  assert.equal(markOf(read, 'ADMIN').mark, 'none')
})

test('a kind or a role leaves what concerns it', () => {
  assert.deepEqual(chosen([read, release], ROLE_CODES, 'incident', '').roles, ['JOC-DO', 'MS-RO'])
  assert.deepEqual(chosen([read, release], ROLE_CODES, '', 'HOM'), { rows: [release], roles: ['HOM'] })
  assert.deepEqual(chosen([read, release], ROLE_CODES, 'incident', 'HOM').rows, [])
})

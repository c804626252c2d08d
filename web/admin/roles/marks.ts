import type { Cell, PermissionRow } from '../../../core/permissions.ts'
import type { Workflow } from '../../../core/record.ts'
import type { RoleCode } from '../../../core/roles.ts'

export const MARKS = ['full', 'some', 'others', 'own', 'none'] as const
export type Mark = (typeof MARKS)[number]

/** What one cell shows; `states` are the states it is limited to, for `some`. */
export function markOf(row: PermissionRow, role: RoleCode): { mark: Mark; states: Workflow[] } {
  const cell = row.cells.find((one) => one.role === role)
  if (!cell) {
    return { mark: 'none', states: [] }
  }
  if (cell.others.length === 0) {
    return { mark: 'own', states: cell.own }
  }
  if (cell.own.length === 0) {
    return { mark: 'others', states: cell.others }
  }
  return cell.others.length < widest(row.cells) ? { mark: 'some', states: cell.others } : { mark: 'full', states: cell.others }
}

/** Rows of a kind ('' is all) in which a role ('' is any) may something, and the roles that may something in them. */
export function chosen(rows: readonly PermissionRow[], roles: readonly RoleCode[], kind: string, role: RoleCode | ''): { rows: PermissionRow[]; roles: RoleCode[] } {
  const fitting = rows.filter((row) => (kind === '' || row.kind === kind) && (role === '' || row.cells.some((cell) => cell.role === role)))
  const held = new Set(fitting.flatMap((row) => row.cells.map((cell) => cell.role)))
  return { rows: fitting, roles: role === '' ? roles.filter((one) => held.has(one)) : [role] }
}

function widest(cells: readonly Cell[]): number {
  return Math.max(...cells.map((cell) => cell.others.length))
}

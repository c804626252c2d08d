import type { Me } from '../api/types.ts'

/** Pages of the administration that are the shell's own, with the roles (held in the whole mission) they are for. */
export const OWN_ADMIN = [
  { id: 'users', order: 10, to: '/admin/users', roles: ['ADMIN'] },
  { id: 'roles', order: 15, to: '/admin/roles', roles: ['ADMIN', 'AUDIT'] },
  { id: 'units', order: 20, to: '/k/unit', roles: ['ADMIN', 'JOC-IM'] },
  { id: 'audit', order: 70, to: '/admin/audit', roles: ['AUDIT', 'DPO', 'ADMIN'] },
  { id: 'backup', order: 80, to: '/admin/backup', roles: ['ADMIN'] },
  { id: 'health', order: 90, to: '/admin/health', roles: ['ADMIN'] },
] as const
export type OwnAdmin = (typeof OWN_ADMIN)[number]['id']

/** Does this person hold one of these roles in the whole mission? */
export function holdsAny(me: Pick<Me, 'grants'>, roles: readonly string[]): boolean {
  return me.grants.some((grant) => grant.area === null && roles.includes(grant.role))
}

/** Those who have something to administer. */
export const ADMINISTERS = ['ADMIN', 'AUDIT', 'DPO', 'JOC-IM', 'JOC-CH'] as const

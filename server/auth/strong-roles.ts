import type { RoleCode } from '../../core/roles.ts'
import type { Store } from '../store/face.ts'

const SETTING = 'strong-roles'

/** Roles whose holders sign in with more than a password. */
export async function strongRoles(store: Store): Promise<RoleCode[]> {
  return JSON.parse((await store.side.setting(SETTING)) ?? '[]') as RoleCode[]
}

/** Set them; binds from the next sign-in of each holder. */
export async function setStrongRoles(store: Store, roles: readonly RoleCode[]): Promise<void> {
  await store.side.setSetting(SETTING, JSON.stringify([...new Set(roles)].sort()))
}

import type { RoleCode } from '../../core/roles.ts'

export type DatedGrant = { role: RoleCode; area: string | null; from?: string; until?: string }
export type AccountData = { login: string; name: string; org: string; side: string; clearance: 'U' | 'C' | 'SC'; compartments: string[]; grants: DatedGrant[]; unit?: string; disabled?: boolean }
export type Account = {
  id: string; ref: string; version: number; active: boolean; data: AccountData; password: boolean; totp: boolean; passkeys: number; mustChange: boolean; sessions: number
  seenAt: string | null; signedInAt: string | null
}
export type UsersView = { items: Account[]; strongRoles: RoleCode[] }
export type BackupPlan = { daily: boolean; hour: number; keep: number; maps: boolean }
export type BackupTrial = { at: string; ok: boolean; restored: boolean; records: number; detail: string }
export type BackupItem = { name: string; createdAt: string; bytes: number; files: number; dialect: string; maps: { files: number; leftOut: string[] } | null; trial: BackupTrial | null }
export type BackupsView = { items: BackupItem[]; total: number; folder: string; dataDir: string; plan: BackupPlan; failure: { at: string; detail: string } | null }
export type Verified = { at: string; by: string; ok: boolean; actions: number; records: number; detail: string }
export type Head = { node: string; seq: number; hash: string; at: string; publicKey: string; signature: string }
export type HeadsView = { items: Head[]; verified: Verified | null }
export type HealthView = { checks: { id: string; state: 'ok' | 'warning' | 'critical'; values: Record<string, string | number> }[]; facts: Record<string, string | number> }
export type TrailItem = {
  pos: number; id: string; node: string; seq: number; hash: string; kind: string; type: string; actor: string; actorName: string | null; role: string; at: string; receivedAt: string
  record: string | null; ref: string | null; reason: string | null; purpose: string | null; fields: string[]; detail: Record<string, unknown>; withheld: boolean
}

import { useQuery } from '@tanstack/react-query'
import { api } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ageText } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { ROWS } from './admin.texts.ts'
import { holdsAny } from './entries.ts'
import type { BackupsView, HeadsView, HealthView, UsersView } from './types.ts'

/** How a page of the administration stands, in a few words. */
export type PageState = { text: string; tone: '' | 'ok' | 'warning' | 'critical' }

const LATE_MS = 26 * 3_600_000

/** Accounts with how they sign in. */
export function useAccounts(enabled = true) {
  return useQuery({ queryKey: ['admin', 'users'], enabled, queryFn: () => api<UsersView>('/api/admin/users') })
}

/** Backups in the node's folder and their plan. */
export function useBackups(enabled = true) {
  return useQuery({ queryKey: ['admin', 'backups'], enabled, queryFn: () => api<BackupsView>('/api/admin/backups') })
}

/** Signed heads and the last proof of the chain. */
export function useHeads(enabled = true) {
  return useQuery({ queryKey: ['admin', 'heads'], enabled, queryFn: () => api<HeadsView>('/api/audit/heads') })
}

/** How the node is, asked again while on screen. */
export function useHealth(enabled = true) {
  return useQuery({ queryKey: ['admin', 'health'], enabled, queryFn: () => api<HealthView>('/api/admin/health'), refetchInterval: 30_000 })
}

/** What the first page says of each page; nothing while it is not known. */
export function useStates(): { [id: string]: PageState } {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { me } = useSession()
  const now = useNow(60_000)
  const admin = holdsAny(me, ['ADMIN'])
  const [users, backups, health, heads] = [useAccounts(admin).data, useBackups(admin).data, useHealth(admin).data, useHeads(holdsAny(me, ['ADMIN', 'AUDIT', 'DPO'])).data]
  const age = (at: string) => ageText(now - Date.parse(at), locale)
  const states: { [id: string]: PageState } = {}
  if (users) {
    const active = users.items.filter((one) => one.active)
    const bare = active.filter((one) => !one.totp && one.passkeys === 0).length
    states['users'] = { text: tt('state.users', { n: active.length, bare }), tone: bare > 0 ? 'warning' : 'ok' }
  }
  if (backups) {
    const [newest] = backups.items
    states['backup'] = newest ? { text: tt('state.backup', { age: age(newest.createdAt) }), tone: now - Date.parse(newest.createdAt) > LATE_MS ? 'warning' : 'ok' } : { text: tt('state.no-backup'), tone: 'warning' }
  }
  if (heads) {
    states['audit'] = heads.verified === null ? { text: tt('state.unproven'), tone: 'warning' } : heads.verified.ok ? { text: tt('state.verified', { age: age(heads.verified.at) }), tone: 'ok' } : { text: tt('state.broken'), tone: 'critical' }
  }
  if (health) {
    const wrong = health.checks.filter((check) => check.state !== 'ok')
    states['health'] = wrong.length === 0 ? { text: tt('state.well'), tone: 'ok' } : { text: tt('state.wrong', { n: wrong.length }), tone: wrong.some((check) => check.state === 'critical') ? 'critical' : 'warning' }
  }
  return states
}

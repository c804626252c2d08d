import type { Query } from './query.ts'
import type { Text } from './i18n.ts'

/** A condition a watch officer can read: what is looked at, and what must be true. */
export type Condition =
  | { on: 'record'; query: Query }
  | { on: 'observation'; stream: string; test: 'above' | 'below' | 'stale' | 'inside' | 'outside'; value?: number; area?: string; forSeconds?: number }

/** A rule raises one alert per subject and episode. */
export type Rule = {
  name: string
  label: Text
  when: readonly Condition[]
  severity: 1 | 2 | 3 | 4 | 5
  /** Who is told: by area, role or capability. */
  notify: readonly { role?: string; area?: string; withinKm?: number }[]
}

export const ALERT_STATES = ['raised', 'delivered', 'acknowledged', 'acted', 'closed'] as const
export type AlertState = (typeof ALERT_STATES)[number]

/** Proof of delivery to one recipient over one channel. Times ISO 8601 UTC, null until it happened. */
export type Receipt = {
  alert: string
  recipient: string
  channel: 'screen' | 'push' | 'email' | 'sms' | 'tak' | 'cap' | 'webhook' | 'phone'
  sentAt: string | null
  deliveredAt: string | null
  acknowledgedAt: string | null
  failure: string | null
}

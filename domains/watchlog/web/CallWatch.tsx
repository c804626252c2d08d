import { lazy, Suspense } from 'react'
import type { Query } from '../../../core/query.ts'
import { late } from '../../../web/face.ts'
import { useList } from './read.ts'

const CallStrip = lazy(late(() => import('./CallStrip.tsx').then((m) => ({ default: m.CallStrip }))))

/** On every page: looks whether a call list waits; the strip itself is fetched when one does. */
export function CallWatch() {
  const open = useList(WAITING, 20)
  return open.items?.some((record) => record.can.includes('call')) ? <Suspense><CallStrip /></Suspense> : null
}

/** The call lists that wait, the oldest first. */
export const WAITING: Query = { kind: 'call-list', where: { state: ['open'] }, sort: { by: 'logged', dir: 'asc' } }

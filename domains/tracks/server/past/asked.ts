import { Type } from 'typebox'
import { refuseField } from '../../../../core/problem.ts'
import { parseIso } from '../../../../core/time.ts'
import { boxOf } from '../live/params.ts'

const DAY_MS = 86_400_000
/** Longest period asked for at once. */
const LONGEST_DAYS = 366
const MOST_IDS = 500

/** Parameters every question about the past has. */
export const periodParams = {
  from: Type.Optional(Type.String({ description: 'ISO 8601 with zone, included; default 6 h before `to`' })),
  to: Type.Optional(Type.String({ description: 'ISO 8601 with zone, not included; default now' })),
  bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; west > east crosses the antimeridian' })),
  ids: Type.Optional(Type.String({ description: `tracks by id or \`feed/identity\`, comma-separated, at most ${MOST_IDS}` })),
}

export type Period = { from: number; to: number; box: [number, number, number, number] | null; ids: ReadonlySet<string> | null }
type Given = { from?: string; to?: string; bbox?: string; ids?: string }

/** An instant. Throws Problem naming the field. */
export function instantOf(value: string | undefined, path: string, usual: number): number {
  if (value === undefined || value === '') {
    return usual
  }
  const at = parseIso(value)
  if (at === undefined) {
    throw refuseField(path, `"${value.slice(0, 40)}" is no instant`, 'Use ISO 8601 with a zone, e.g. 2026-11-22T06:00:00Z', 'invalid-query')
  }
  return at
}

/** What was asked. Throws Problem naming the field that is not understood. */
export function periodOf(query: Given, now: number): Period {
  const to = instantOf(query.to, 'to', now)
  const from = instantOf(query.from, 'from', to - DAY_MS / 4)
  if (from >= to) {
    throw refuseField('from', 'is not before `to`', 'Give a period that begins before it ends', 'invalid-query')
  }
  if (to - from > LONGEST_DAYS * DAY_MS) {
    throw refuseField('from', `is more than ${LONGEST_DAYS} days before \`to\``, 'Ask for a shorter period', 'invalid-query')
  }
  const ids = query.ids === undefined || query.ids === '' ? null : new Set(query.ids.split(',').map((one) => one.trim()).filter((one) => one !== ''))
  if (ids !== null && (ids.size === 0 || ids.size > MOST_IDS)) {
    throw refuseField('ids', `names ${ids.size} tracks`, `Name 1 to ${MOST_IDS}, comma-separated`, 'invalid-query')
  }
  const box = boxOf(query.bbox)
  return { from, to, box: box === null ? null : [box[0], box[1], box[2], box[3]], ids }
}

/** A whole number. Throws Problem naming the field. */
export function numberOf(value: string | undefined, path: string, usual: number, least: number, most: number): number {
  if (value === undefined || value === '') {
    return usual
  }
  const n = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (!(n >= least && n <= most)) {
    throw refuseField(path, `"${value.slice(0, 20)}" is not a whole number from ${least} to ${most}`, `Give one from ${least} to ${most}`, 'invalid-query')
  }
  return n
}

import type { JsonObject } from '../../../../core/json.ts'
import { NEEDS, type TrackRule, type WhoFilter } from '../../shared/rules/rule.ts'

/** A rule as it is typed: what a condition does not need stays typed and is left out when it is saved. */
export type Draft = { rule: TrackRule; corners: string }

const OPTIONAL = ['minutes', 'metres', 'kmh', 'direction', 'capability', 'areas', 'shape', 'who', 'other', 'hours', 'beginS', 'endS', 'beginM', 'endM', 'text', 'note'] as const

export function emptyDraft(): Draft {
  return { rule: { name: '', enabled: true, condition: 'enter', severity: 3 }, corners: '' }
}

export function draftOf(rule: TrackRule): Draft {
  // A ring ends where it begins; nobody types the first corner twice.
  const corners = rule.shape?.is === 'polygon' ? rule.shape.corners.slice(0, -1) : (rule.shape?.corners ?? [])
  return { rule, corners: corners.map(([lon, lat]) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`).join('\n') }
}

/** Corners as they are typed, latitude first; `bad` is the number of the first line that is none, null when all are. */
export function readCorners(text: string): { corners: [number, number][]; bad: number | null } {
  const corners: [number, number][] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') {
      continue
    }
    const [, lat, lon] = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(line) ?? []
    if (lat === undefined || lon === undefined || Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) {
      return { corners, bad: i + 1 }
    }
    corners.push([Number(lon), Number(lat)])
  }
  return { corners, bad: null }
}

/** The rule as it is sent. */
export function ruleOf({ rule, corners: text }: Draft): TrackRule {
  const { corners } = readCorners(text)
  const { shape, who, other, hours, text: words, name, ...rest } = rule
  const needs = NEEDS[rule.condition]
  const [first] = corners
  const ring = shape?.is === 'polygon' && first ? [...corners, first] : shape?.is === 'circle' ? corners.slice(0, 1) : corners
  const out: TrackRule = { ...rest, name: name.trim() }
  for (const key of ['minutes', 'metres', 'kmh'] as const) {
    if (needs.number !== key && !(key === 'metres' && rule.condition === 'stopped')) {
      delete out[key]
    }
  }
  if (rule.condition !== 'inside-without') {
    delete out.capability
  }
  if (rule.condition !== 'cross') {
    delete out.direction
  }
  return {
    ...out,
    ...(shape && first ? { shape: { is: shape.is, corners: ring, ...(shape.is === 'circle' ? { radiusM: shape.radiusM ?? 1000 } : {}) } } : {}),
    ...(isEmpty(who) ? {} : { who }), ...(isEmpty(other) || rule.condition !== 'approach' ? {} : { other }),
    ...(hours && (hours.from !== undefined || hours.days?.length) ? { hours } : {}), ...(words?.en ? { text: words } : {}),
  } as TrackRule
}

/** What an edit says of every field: those that are left out are cleared. */
export function editOf(rule: TrackRule): JsonObject {
  return { ...Object.fromEntries(OPTIONAL.map((key) => [key, null])), ...Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) } as unknown as JsonObject
}

function isEmpty(who: WhoFilter | undefined): boolean {
  return !who || Object.values(who).every((list) => !list || list.length === 0)
}

import type { FenceShape } from '../../../../analysis/fences.ts'
import type { MultiPolygon } from '../../../../core/area.ts'
import { MEASURED, type TrackRule } from './rule.ts'
import type { Spell } from './spells.ts'

/** A rule with the outlines of its areas as they stand. */
export type RuleInForce = { id: string; rule: TrackRule; areas: readonly { id: string; name: string; polygons: MultiPolygon }[] }
/** A rule that is watched for: its fences as they are laid, and its spells by what they are of. Seconds. */
export type Live = { id: string; rule: TrackRule; sign: string; areas: RuleInForce['areas']; fences: { fence: number; area: { id: string; name: string } | null }[]; spells: Map<string, Spell>; beginS: number; endS: number }

/** A rule begins to be watched for; its fences are not laid yet. */
export function liveOf(one: RuleInForce, spells: Map<string, Spell>): Live {
  const { rule } = one
  return { id: one.id, rule, sign: signOf(one), areas: one.areas, fences: [], spells, beginS: rule.beginS ?? (MEASURED.includes(rule.condition) ? 10 : 0), endS: rule.endS ?? 60 }
}

/** What a rule remembers holds as long as this stays the same. */
export function signOf({ rule, areas }: RuleInForce): string {
  // Words and severity change nothing of what a rule remembers.
  const { name: _name, text: _text, note: _note, severity: _severity, enabled: _enabled, ...what } = rule
  return JSON.stringify([what, areas.map(({ id, polygons }) => [id, polygons])])
}

/** The shape that was drawn for a rule itself; null when there is none. */
export function ownShape({ shape, condition, metres }: TrackRule): FenceShape | null {
  const [middle] = shape?.corners ?? []
  if (!shape || !middle) {
    return null
  }
  if (shape.is === 'circle') {
    return { circle: middle, radiusM: shape.radiusM ?? 0 }
  }
  return shape.is === 'line' ? { line: shape.corners, widthM: condition === 'off-corridor' ? (metres ?? 0) : 0 } : { polygons: [[shape.corners]] }
}

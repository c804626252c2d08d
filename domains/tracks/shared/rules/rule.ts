import { Type, type Static } from 'typebox'
import { AFFILIATIONS, TRACK_SORTS } from '../../../../core/fix.ts'
import { selfCrossing, type Corner } from '../../../../core/place-outline.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import { CAPABILITIES } from '../track.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const ids = Type.Optional(Type.Array(short(160), { maxItems: 200, uniqueItems: true }))
const position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])
const clock = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', description: 'mission-local, HH:MM' })

export const CONDITIONS = ['enter', 'exit', 'cross', 'dwell', 'inside-without', 'approach', 'speed-above', 'speed-below', 'height-above', 'height-below', 'unsure', 'stopped', 'stale', 'off-corridor', 'no-consent'] as const
export type ConditionName = (typeof CONDITIONS)[number]
/** Conditions on a figure each position carries: they hold for some seconds before anything is told, as one odd position is no event. */
export const MEASURED: readonly ConditionName[] = ['speed-above', 'speed-below', 'height-above', 'height-below', 'unsure']

/** Whom a rule looks at; every member that is given must fit, an empty one fits everything. */
export const WhoFilter = Type.Object(
  {
    affiliations: Type.Optional(Type.Array(Type.Enum([...AFFILIATIONS]), { uniqueItems: true })),
    sorts: Type.Optional(Type.Array(Type.Enum([...TRACK_SORTS]), { uniqueItems: true })),
    capabilities: Type.Optional(Type.Array(Type.Enum([...CAPABILITIES]), { uniqueItems: true })),
    /** Ids of units, feeds and tracks. */
    units: ids, feeds: ids, tracks: ids,
  },
  closed,
)
export type WhoFilter = Static<typeof WhoFilter>

/**
 * What the node watches for in everything that moves: one alert per subject and episode. Minutes, metres and km/h by the
 * condition (`NEEDS`); where it looks: areas of the mission, and a shape of its own.
 */
export const TrackRule = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    enabled: Type.Boolean(),
    condition: Type.Enum([...CONDITIONS]),
    minutes: Type.Optional(Type.Number({ minimum: 0, maximum: 10_080 })),
    metres: Type.Optional(Type.Number({ minimum: 0, maximum: 500_000 })),
    kmh: Type.Optional(Type.Number({ minimum: 0, maximum: 5_000 })),
    /** Of a crossing, to the right or left of the line as it was drawn. */
    direction: Type.Optional(Type.Enum(['any', 'right', 'left'])),
    /** What must not be missing inside. */
    capability: Type.Optional(Type.Enum([...CAPABILITIES])),
    /** Ids of areas. */
    areas: Type.Optional(Type.Array(short(64), { maxItems: 200, uniqueItems: true })),
    /** Drawn for this rule: a ring, a line, or a circle of `radiusM` around one position. */
    shape: Type.Optional(Type.Object({ is: Type.Enum(['polygon', 'line', 'circle']), corners: Type.Array(position, { minItems: 1, maxItems: 2000 }), radiusM: Type.Optional(Type.Number({ minimum: 1, maximum: 500_000 })) }, closed)),
    who: Type.Optional(WhoFilter),
    /** The other side of an approach. */
    other: Type.Optional(WhoFilter),
    severity: Type.Integer({ minimum: 1, maximum: 5 }),
    /** Days (1 Monday … 7 Sunday) and hours in which it begins anything, mission-local; `to` before `from` goes over midnight. */
    hours: Type.Optional(Type.Object({ days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { uniqueItems: true })), from: Type.Optional(clock), to: Type.Optional(clock) }, closed)),
    /** Seconds it must hold to begin and to end, and metres inside and outside an outline. Default 0 s (of a figure: 10 s) and 60 s. */
    beginS: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400 })),
    endS: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400 })),
    beginM: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
    endM: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
    /** What the alert says instead of the usual words: `{name}`, `{other}`, `{area}`, `{minutes}`, `{kmh}`, `{metres}`, `{rule}`. */
    text: Type.Optional(Type.Object({ en: Type.String({ minLength: 1, maxLength: 240 }), fr: Type.Optional(short(240)), es: Type.Optional(short(240)), ar: Type.Optional(short(240)) }, closed)),
    note: Type.Optional(short(2000)),
  },
  closed,
)
export type TrackRule = Static<typeof TrackRule>

type Number1 = 'minutes' | 'metres' | 'kmh'
/** What a condition cannot do without. `place`: an area or a shape; `line`: a line of its own. */
export const NEEDS: Record<ConditionName, { number?: Number1; place?: 'any' | 'surface' | 'line' }> = {
  'enter': { place: 'surface' }, 'exit': { place: 'surface' }, 'cross': { place: 'any' }, 'dwell': { number: 'minutes', place: 'surface' },
  'inside-without': { number: 'minutes', place: 'surface' }, 'approach': { number: 'metres' }, 'speed-above': { number: 'kmh' }, 'speed-below': { number: 'kmh' }, 'height-above': { number: 'metres' }, 'height-below': { number: 'metres' }, 'unsure': { number: 'metres' },
  'stopped': { number: 'minutes' }, 'stale': { number: 'minutes' }, 'off-corridor': { number: 'metres', place: 'line' }, 'no-consent': {},
}

/** Refuses what could never fire, or would always, in words that say what to do. */
export function checkRule(data: TrackRule): FieldProblem[] {
  const problems: FieldProblem[] = []
  const { shape } = data
  const needs = NEEDS[data.condition]
  if (needs.number !== undefined && !((data[needs.number] ?? 0) > 0)) {
    problems.push({ path: `/${needs.number}`, problem: `"${data.condition}" needs ${needs.number === 'kmh' ? 'a speed' : needs.number} above 0`, fix: 'Give a number' })
  }
  const hasPlace = (data.areas?.length ?? 0) > 0 || shape !== undefined
  if (needs.place !== undefined && needs.place !== 'line' && !hasPlace) {
    problems.push({ path: '/areas', problem: `"${data.condition}" needs a place`, fix: 'Choose areas or draw one' })
  }
  if (needs.place === 'line' && shape?.is !== 'line') {
    problems.push({ path: '/shape', problem: 'needs the line of the route', fix: 'Draw a line' })
  }
  if (needs.place === 'surface' && shape?.is === 'line') {
    problems.push({ path: '/shape', problem: 'a line holds nothing', fix: 'Draw a polygon or a circle' })
  }
  if (data.condition === 'inside-without' && data.capability === undefined) {
    problems.push({ path: '/capability', problem: 'say what must not be missing', fix: 'Choose a capability' })
  }
  if (data.condition === 'cross' && shape?.is !== 'line' && data.direction !== undefined && data.direction !== 'any') {
    problems.push({ path: '/direction', problem: 'only a line has a right and a left', fix: 'Choose any, or draw a line' })
  }
  return [...problems, ...checkShape(data), ...checkHours(data)]
}

function checkShape({ shape }: TrackRule): FieldProblem[] {
  if (!shape) {
    return []
  }
  const { is, corners, radiusM } = shape
  if (is === 'circle') {
    return [...(corners.length === 1 ? [] : [{ path: '/shape/corners', problem: 'a circle has one middle' }]), ...(radiusM === undefined ? [{ path: '/shape/radiusM', problem: 'a circle needs a radius', fix: 'Give metres' }] : [])]
  }
  if (is === 'line') {
    return corners.length < 2 ? [{ path: '/shape/corners', problem: 'a line needs two positions or more' }] : []
  }
  const [first, last] = [corners[0], corners.at(-1)]
  if (corners.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    return [{ path: '/shape/corners', problem: 'a polygon has three corners or more and ends where it begins' }]
  }
  const at = selfCrossing(corners as readonly Corner[])
  return at ? [{ path: '/shape/corners', problem: `the outline crosses itself near ${at[1].toFixed(5)}, ${at[0].toFixed(5)} (latitude, longitude)`, fix: 'Move or remove a corner there' }] : []
}

function checkHours({ hours }: TrackRule): FieldProblem[] {
  if (hours && (hours.from === undefined) !== (hours.to === undefined)) {
    return [{ path: '/hours', problem: 'from and to belong together', fix: 'Give both or neither' }]
  }
  return hours?.from !== undefined && hours.from === hours.to ? [{ path: '/hours/to', problem: 'the hours are empty', fix: 'Leave both out for the whole day' }] : []
}

import { Type, type Static } from 'typebox'
import type { Locale } from '../../../../core/i18n.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import { ROLE_CODES } from '../../../../core/roles.ts'

const closed = { additionalProperties: false }
const id = Type.String({ minLength: 1, maxLength: 64 })

/** Ways out of the node to a person who has no screen before them. */
export const CHANNELS = ['email', 'sms', 'push', 'webhook'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * Who is told, said in exactly one way. A role counts where its grant covers the area of the alert; a unit is everybody of it and
 * its own addresses; `nearKm` is whoever the picture knows within so many kilometres of the alert's place (all of `capabilities`
 * where some are named), and `movementsKm` the movements under way or about to leave within the hour whose route passes so near:
 * both are asked of the domains that know.
 */
export const Target = Type.Object(
  {
    role: Type.Optional(Type.Enum([...ROLE_CODES])),
    unit: Type.Optional(id), account: Type.Optional(id), contact: Type.Optional(id), list: Type.Optional(id),
    nearKm: Type.Optional(Type.Number({ minimum: 0.1, maximum: 500 })),
    capabilities: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 10, uniqueItems: true })),
    movementsKm: Type.Optional(Type.Number({ minimum: 0.1, maximum: 100 })),
  },
  closed,
)
export type Target = Static<typeof Target>
const WAYS = ['role', 'unit', 'account', 'contact', 'list', 'nearKm', 'movementsKm'] as const
export type TargetWay = (typeof WAYS)[number]

/** In which way a target says who; null when it says none or several. */
export function wayOf(target: Target): TargetWay | null {
  const said = WAYS.filter((way) => target[way] !== undefined)
  return said.length === 1 ? (said[0] ?? null) : null
}

/** A step of a ladder: so many minutes after the alert was raised, these people, by these channels (all there are when none is named). */
export const Rung = Type.Object(
  {
    afterMinutes: Type.Number({ minimum: 0, maximum: 10_080 }),
    to: Type.Array(Target, { minItems: 1, maxItems: 50 }),
    channels: Type.Optional(Type.Array(Type.Enum([...CHANNELS]), { uniqueItems: true })),
  },
  closed,
)
export type Rung = Static<typeof Rung>

/** Somebody found: at most one of account and contact is null. */
export type Recipient = { account: string | null; contact: string | null; name: string; locale: Locale; /** Why they were found, e.g. `role JOC-DO`. */ because: string }

/** What is wrong with a ladder beyond its schema. */
export function checkLadder(ladder: readonly Rung[], path: string): FieldProblem[] {
  return ladder.flatMap(({ to }, i) => to.flatMap((target, j) => (wayOf(target) === null ? [{ path: `${path}/${i}/to/${j}`, problem: 'says who in no way, or in several', fix: `Give one of ${WAYS.join(', ')}` }] : [])))
}

/** Steps in the order they come. */
export function inOrder(ladder: readonly Rung[]): Rung[] {
  return [...ladder].sort((a, b) => a.afterMinutes - b.afterMinutes)
}

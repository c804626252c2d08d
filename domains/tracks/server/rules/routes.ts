import { Type } from 'typebox'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { scopeOf, type Reader } from '../../../../core/policy.ts'
import { anyObject, closed, endpoint, instant, missionOf, nullable, ok, QUALITY, type App, type Endpoint } from '../../../../server/face.ts'
import { PastRun } from '../../shared/rules/past.ts'
import { RULE_KEEPERS } from '../../shared/rules/kind.ts'
import { checkRule, TrackRule } from '../../shared/rules/rule.ts'
import { say } from '../../shared/rules/say.ts'
import type { RulePosition } from '../../shared/rules/motion.ts'
import { pictureOf } from '../live/of-app.ts'
import { Eyes } from '../past/eyes.ts'
import { Abouts } from './about.ts'
import { inForce, readPermits } from './places.ts'

const LONGEST_MS = 31 * 86_400_000
/** Positions looked at in one trial; the answer says when there were more. */
const MOST_POSITIONS = 400_000
const MOST_TOLD = 500
/** Positions handed over before others have their turn. */
const AT_ONCE = 10_000

const Told = Type.Object({ at: instant, text: Type.Object({ en: Type.String(), fr: Type.String(), es: Type.String(), ar: Type.String() }, closed), lon: nullable(Type.Number()), lat: nullable(Type.Number()), ended: nullable(instant) }, closed)

/** What a draft of a rule would have told in a period: over the history of positions, of those the reader may see. */
const tryRule = endpoint({
  method: 'POST', path: '/api/tracks/rules/test', tag: 'tracks', summary: 'What a rule would have told in a past period', access: 'signed-in',
  body: Type.Object({ rule: TrackRule, from: instant, to: instant }, closed),
  answers: {
    200: Type.Object({
      fired: Type.Integer(), told: Type.Array(Told, { description: `newest first, at most ${MOST_TOLD}` }),
      positions: Type.Integer(), subjects: Type.Integer(), everyS: Type.Integer({ description: 'one position in so many seconds was looked at' }), more: Type.Boolean({ description: 'there were more positions than were looked at' }),
      rule: anyObject,
    }, closed),
  },
  async handle({ app, reader, body }) {
    const [from, to] = [Date.parse(body.from), Date.parse(body.to)]
    if (!scopeOf(reader.grants, RULE_KEEPERS).everywhere && scopeOf(reader.grants, RULE_KEEPERS).areas.length === 0) {
      throw new Problem('not-allowed', 'track rules are tried by those who make them')
    }
    if (!(from < to) || to - from > LONGEST_MS) {
      throw refuseField('/to', 'the period must be longer than nothing and at most 31 days', 'Choose another')
    }
    const problems = checkRule(body.rule)
    if (problems.length > 0) {
      throw new Problem('rule-broken', `${problems[0]?.path}: ${problems[0]?.problem}`, { fields: problems })
    }
    return ok(await overThePast(app, reader, body.rule, from, to))
  },
})

async function overThePast(app: App, reader: Reader, rule: TrackRule, from: number, to: number): Promise<object> {
  const everyS = to - from > 2 * 86_400_000 ? 60 : 20
  const eyes = new Eyes(app, reader)
  const { positions, subjects, more } = await readPast(app, eyes, from, to, everyS)
  const abouts = new Abouts(pictureOf(app), app.clock)
  const run = new PastRun(inForce('draft', rule, app.store.areas()), await readPermits(app.store), (key) => abouts.about(key), (await missionOf(app.store))?.zone ?? 'UTC')
  for (let i = 0; i < positions.length; i += AT_ONCE) {
    run.take(positions.slice(i, i + AT_ONCE))
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  const events = run.end(Math.min(to, app.clock()))
  const began = events.filter((event) => event.what === 'begin')
  const ends = new Map(events.filter((event) => event.what === 'end').map((event) => [`${event.about} ${event.episode}`, event.at]))
  const newest = began.toReversed().slice(0, MOST_TOLD)
  await eyes.note(newest.flatMap((event) => event.keys.flatMap((key) => eyes.thing(key) ?? [])))
  const told = newest.map((event) => {
    const ended = ends.get(`${event.about} ${event.episode}`)
    return { at: iso(event.at), text: say(rule, event, (key) => abouts.about(key).name), lon: event.lon, lat: event.lat, ended: ended === undefined ? null : iso(ended) }
  })
  return { fired: began.length, told, positions: positions.length, subjects, everyS, more, rule }
}

/** Positions of a period of those the reader may see, oldest first. */
async function readPast(app: App, eyes: Eyes, from: number, to: number, everyS: number): Promise<{ positions: RulePosition[]; subjects: number; more: boolean }> {
  const positions: RulePosition[] = []
  const keys = new Set<string>()
  for await (const page of app.positions.read({ from, to, limit: MOST_POSITIONS + 1, everyS, allow: eyes.allow(null) })) {
    for (const one of page) {
      if (one.quality !== QUALITY.suspect) {
        const key = eyes.ofKept(one).id
        keys.add(key)
        positions.push({ key, subject: one.subject, lon: one.lon, lat: one.lat, at: one.at, speedMs: one.speedMs, courseDeg: one.courseDeg, altM: one.altM, accuracyM: one.accuracyM })
      }
    }
  }
  const more = positions.length > MOST_POSITIONS
  return { positions: positions.slice(0, MOST_POSITIONS).sort((a, b) => a.at - b.at), subjects: keys.size, more }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

export const ruleRoutes: readonly Endpoint[] = [tryRule]

import { Type } from 'typebox'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { anyObject, closed, endpoint, findRecord, ok, type Endpoint } from '../../../../server/face.ts'
import { candidate, leastS, ranked, scoreOf, type Candidate } from '../../shared/nearest.ts'
import { CAPABILITIES } from '../../shared/track.ts'
import { limitOf } from '../live/params.ts'
import { noteReads } from '../live/reads.ts'
import { pictureOf } from '../live/of-app.ts'
import { roadService } from '../roads/service.ts'

const USUAL = 10
const MOST = 100
/** Things whose ways by road are looked for, and how many in one search. */
const MOST_WAYS = 512
const AT_ONCE = 64
/** Less than what a known way is trusted: the guess by the straight line. */
const GUESSED = 0.9
/** Places of a way that is drawn. */
const MOST_PLACES = 400

const nearest = endpoint({
  method: 'GET', path: '/api/tracks/nearest', tag: 'tracks', summary: 'Who is nearest to a place and can move there', access: 'signed-in',
  query: Type.Object({ lon: Type.String(), lat: Type.String(), need: Type.Optional(Type.String({ description: `${CAPABILITIES.join(', ')}; several by commas, all of them` })), all: Type.Optional(Type.String({ description: '1: also what is not known as our own' })), limit: Type.Optional(Type.String({ description: `1 to ${MOST}; default ${USUAL}` })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(anyObject), total: Type.Integer(), shown: Type.Integer(), now: Type.Integer(), network: Type.Boolean({ description: 'a road network is loaded' }) }, closed) },
  async handle(call) {
    const { query } = call
    const to = { lon: coordinate(query.lon, 180, 'lon'), lat: coordinate(query.lat, 90, 'lat') }
    const need = (query.need ?? '').split(',').filter((one) => one !== '')
    const strange = need.find((one) => !CAPABILITIES.some((known) => known === one))
    if (strange !== undefined) {
      throw refuseField('need', `"${strange.slice(0, 40)}" is no capability`, `Use ${CAPABILITIES.join(', ')}`, 'invalid-query')
    }
    const limit = limitOf(query.limit, USUAL, MOST)
    const picture = pictureOf(call.app)
    const { things } = picture
    const visible = picture.classes.visible(call.app.store.sight(call.reader))
    const able: { one: Candidate; least: number; cruise: number | null }[] = []
    for (let thing = 0; thing < things.numbers; thing += 1) {
      if (!things.exists(thing) || visible[things.klass[thing] as number] !== 1) {
        continue
      }
      const track = things.tracks.get(thing)
      if (need.length > 0 && !need.every((one) => track?.data.capabilities?.some((has) => has === one))) {
        continue
      }
      const cruise = track?.data.cruiseKmh ?? null
      const view = things.view(thing)
      const one = candidate(view, to, call.now, cruise)
      if (one && (query.all === '1' || !one.reasons.includes('not-own'))) {
        able.push({ one, least: scoreOf(leastS(view, to, cruise) ?? 0, Math.min(1, one.confidence / GUESSED + 0.01)), cruise })
      }
    }
    // Ways are looked for from those on who can be there soonest at all, until nobody left could be sooner than those found.
    able.sort((a, b) => a.least - b.least)
    const found: Candidate[] = []
    const service = roadService(call.app)
    let looked = 0
    for (; looked < able.length && looked < MOST_WAYS; looked += AT_ONCE) {
      const last = ranked(found)[limit - 1]
      if (last && scoreOf(last.etaS, last.confidence) <= (able[looked]?.least ?? Infinity)) {
        break
      }
      const some = able.slice(looked, looked + AT_ONCE)
      const ways = await service.waysTo(call.reader, to, some.map(({ one, cruise }) => ({ lon: one.track.lon, lat: one.track.lat, sort: one.track.sort, kmh: cruise })), call.now)
      some.forEach(({ one, cruise }, i) => {
        const known = candidate(one.track, to, call.now, cruise, ways[i])
        if (known) {
          found.push(known)
        }
      })
    }
    const items = ranked(found).slice(0, limit).map((one) => (one.line ? { ...one, line: thinned(one.line) } : one))
    const network = (await service.network(call.reader).catch(() => null)) !== null
    await noteReads(call.app, picture, call.reader, items.map((one) => picture.find(one.track.id)))
    return ok({ items, total: able.length, shown: items.length, now: call.now, network })
  },
})

const one = endpoint({
  method: 'GET', path: '/api/tracks/:id', tag: 'tracks', summary: 'Where one thing is now: a track by id or reference, or `feed/identity` with the / encoded', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 240 }) }, closed),
  answers: { 200: Type.Object({ track: Type.Union([anyObject, Type.Null()]), subjects: Type.Array(anyObject), now: Type.Integer() }, closed) },
  async handle(call) {
    const picture = pictureOf(call.app)
    const { things, subjects, classes } = picture
    const key = call.params.id
    const direct = key.includes('/') ? picture.find(key) : -1
    const thing = direct >= 0 || key.includes('/') ? direct : picture.find((await findRecord(call, key)).record.id)
    if (key.includes('/') && (thing < 0 || !call.app.store.sight(call.reader)(classes.protection(things.klass[thing] as number)))) {
      throw new Problem('not-found', `nothing that moves is ${key.slice(0, 80)}, or you may not see it`)
    }
    await noteReads(call.app, picture, call.reader, thing < 0 ? [] : [thing])
    const members = thing < 0 ? [] : things.membersOf(thing).map((slot) => ({ subject: subjects.nameOf(slot), at: subjects.at[slot], receivedAt: subjects.receivedAt[slot], lon: subjects.lon[slot], lat: subjects.lat[slot], source: subjects.sourceOf(slot) }))
    return ok({ track: thing < 0 ? null : things.view(thing), subjects: members, now: call.now })
  },
})

/** Every so many place of a line, its ends included. */
function thinned(line: readonly [number, number][]): [number, number][] {
  const every = Math.ceil(line.length / MOST_PLACES)
  return line.filter((_, i) => i % every === 0 || i === line.length - 1)
}

function coordinate(text: string, most: number, name: string): number {
  const value = /^[-+]?\d{1,3}(?:\.\d{1,12})?$/.test(text) ? Number(text) : NaN
  if (!(Math.abs(value) <= most)) {
    throw refuseField(name, name === 'lon' ? `"${text.slice(0, 30)}" is no longitude` : `"${text.slice(0, 30)}" is no latitude`, `Give degrees from −${most} to ${most}`, 'invalid-query')
  }
  return value
}

export const nearestRoutes: readonly Endpoint[] = [nearest, one]

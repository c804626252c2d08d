import { Type } from 'typebox'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { anyObject, closed, endpoint, findRecord, ok, type Endpoint } from '../../../../server/face.ts'
import { candidate, ranked, type Candidate } from '../../shared/nearest.ts'
import { CAPABILITIES } from '../../shared/track.ts'
import { limitOf } from '../live/params.ts'
import { noteReads } from '../live/reads.ts'
import { pictureOf } from '../live/of-app.ts'

const USUAL = 10
const MOST = 100

const nearest = endpoint({
  method: 'GET', path: '/api/tracks/nearest', tag: 'tracks', summary: 'Who is nearest to a place and can move there', access: 'signed-in',
  query: Type.Object({ lon: Type.String(), lat: Type.String(), need: Type.Optional(Type.String({ description: `${CAPABILITIES.join(', ')}; several by commas, all of them` })), all: Type.Optional(Type.String({ description: '1: also what is not known as our own' })), limit: Type.Optional(Type.String({ description: `1 to ${MOST}; default ${USUAL}` })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(anyObject), total: Type.Integer(), shown: Type.Integer(), now: Type.Integer() }, closed) },
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
    const found: Candidate[] = []
    for (let thing = 0; thing < things.numbers; thing += 1) {
      if (!things.exists(thing) || visible[things.klass[thing] as number] !== 1) {
        continue
      }
      const track = things.tracks[thing]
      if (need.length > 0 && !need.every((one) => track?.data.capabilities?.some((has) => has === one))) {
        continue
      }
      const one = candidate(things.view(thing), to, call.now, track?.data.cruiseKmh ?? null)
      if (one && (query.all === '1' || !one.reasons.includes('not-own'))) {
        found.push(one)
      }
    }
    const items = ranked(found).slice(0, limit)
    await noteReads(call.app, picture, call.reader, items.map((one) => picture.find(one.track.id)))
    return ok({ items, total: found.length, shown: items.length, now: call.now })
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
    const members = thing < 0 ? [] : things.membersOf(thing).map((slot) => ({ subject: subjects.names[slot], at: subjects.at[slot], receivedAt: subjects.receivedAt[slot], lon: subjects.lon[slot], lat: subjects.lat[slot], source: subjects.sourceOf(slot) }))
    return ok({ track: thing < 0 ? null : things.view(thing), subjects: members, now: call.now })
  },
})

function coordinate(text: string, most: number, name: string): number {
  const value = /^[-+]?\d{1,3}(?:\.\d{1,12})?$/.test(text) ? Number(text) : NaN
  if (!(Math.abs(value) <= most)) {
    throw refuseField(name, `"${text.slice(0, 30)}" is no ${name === 'lon' ? 'longitude' : 'latitude'}`, `Give degrees from −${most} to ${most}`, 'invalid-query')
  }
  return value
}

export const nearestRoutes: readonly Endpoint[] = [nearest, one]

import { Type } from 'typebox'
import type { Reader } from '../../../../core/policy.ts'
import { anyObject, closed, endpoint, ok, type App, type Endpoint } from '../../../../server/face.ts'
import type { Box } from '../live/audience.ts'
import { boxOf, limitOf } from '../live/params.ts'
import { noteReads } from '../live/reads.ts'
import { pictureOf } from '../live/of-app.ts'

const USUAL = 1_000
const MOST = 10_000

/** Numbers of the things a reader may see in a box, `limit` at most, and how many there are. */
export function visibleThings(app: App, reader: Reader, box: Box | null, limit: number): { found: number[]; total: number } {
  const picture = pictureOf(app)
  const { things } = picture
  const visible = picture.classes.visible(app.store.sight(reader))
  const found: number[] = []
  let total = 0
  const consider = (thing: number): void => {
    if (things.exists(thing) && visible[things.klass[thing] as number] === 1 && (box === null || picture.isInside(thing, box))) {
      total += 1
      if (found.length < limit) {
        found.push(thing)
      }
    }
  }
  if (box) {
    things.grid.near(box, consider)
  } else {
    for (let thing = 0; thing < things.numbers; thing += 1) {
      consider(thing)
    }
  }
  return { found, total }
}

const live = endpoint({
  method: 'GET', path: '/api/tracks/live', tag: 'tracks', summary: 'Everything that moves, where it is now', access: 'signed-in',
  query: Type.Object({ bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; west > east crosses the antimeridian' })), limit: Type.Optional(Type.String({ description: `1 to ${MOST}; default ${USUAL}` })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(anyObject), total: Type.Integer(), shown: Type.Integer(), now: Type.Integer() }, closed) },
  async handle(call) {
    const picture = pictureOf(call.app)
    const limit = limitOf(call.query.limit, USUAL, MOST)
    const box = boxOf(call.query.bbox)
    const { found, total } = visibleThings(call.app, call.reader, box, limit)
    await noteReads(call.app, picture, call.reader, found)
    return ok({ items: found.map((thing) => picture.things.view(thing)), total, shown: found.length, now: call.now })
  },
})

const Refused = Type.Object({ feed: Type.String(), name: Type.String(), counts: Type.Array(anyObject), examples: Type.Array(anyObject) }, closed)

const refused = endpoint({
  method: 'GET', path: '/api/tracks/refused', tag: 'tracks', summary: 'Positions that were not taken as they came, by feed and reason, since the node started', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Refused) }, closed) },
  async handle(call) {
    const picture = pictureOf(call.app)
    const allow = picture.sight.allow(call.reader)
    const items: unknown[] = []
    for (const feed of picture.refusals.feeds()) {
      // What by no feed came is refused to the person who said it, at once.
      const seen = feed === '' ? null : await call.app.store.get(call.reader, feed)
      if (seen) {
        const examples = picture.refusals.examples(feed).filter((one) => allow(one.subject, feed))
        items.push({ feed, name: String(seen.record.data['name'] ?? feed), counts: picture.refusals.counts(feed), examples })
      }
    }
    return ok({ items })
  },
})

export const liveRoutes: readonly Endpoint[] = [live, refused]

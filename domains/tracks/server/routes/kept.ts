import { Type } from 'typebox'
import { anyObject, closed, endpoint, ok, type Endpoint } from '../../../../server/face.ts'
import { pictureOf } from '../live/of-app.ts'
import { visibleThings } from './live.ts'

/** Things a device keeps for when there is no link. */
const MOST = 1_000

const kept = endpoint({
  method: 'GET', path: '/api/tracks/kept', tag: 'tracks', summary: 'Where everything is that may lie on a device without a link: nothing strictly confidential or of a compartment; heard last first', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(anyObject), total: Type.Integer({ description: 'what you may see now' }), now: Type.Integer() }, closed) },
  handle(call) {
    const { things, classes } = pictureOf(call.app)
    const { found, total } = visibleThings(call.app, call.reader, null, Infinity)
    const items = found.filter((thing) => !classes.isSensitive(things.klass[thing] as number)).map((thing) => things.view(thing)).sort((a, b) => b.at - a.at).slice(0, MOST)
    return Promise.resolve(ok({ items, total, now: call.now }))
  },
})

export const keptRoutes: readonly Endpoint[] = [kept]

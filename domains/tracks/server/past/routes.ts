import { Type } from 'typebox'
import { refuseField } from '../../../../core/problem.ts'
import { anyObject, closed, endpoint, missionOf, needAdmin, nullable, ok, type Endpoint } from '../../../../server/face.ts'
import { boxOf } from '../live/params.ts'
import { instantOf, numberOf, periodOf, periodParams } from './asked.ts'
import { dayOf, dayOfThing } from './day.ts'
import { Eyes, liveView } from './eyes.ts'
import { exportRoute } from './export.ts'
import { visitsIn, whereOf, whereOfBox } from './inside.ts'
import { packPaths, pathsOf } from './paths.ts'

/** How old a position may be and still stand for where something is. */
const OLDER_S = 3600
const MOST_OLDER_S = 7 * 86_400
const bbox = periodParams.bbox
const PathView = Type.Object({ id: Type.String(), name: Type.String(), sidc: Type.String(), lon: Type.Array(Type.Number()), lat: Type.Array(Type.Number()), at: Type.Array(Type.Integer()), speedMs: Type.Array(nullable(Type.Number())), cut: Type.Boolean() }, closed)

const paths = endpoint({
  method: 'GET', path: '/api/tracks/paths', tag: 'tracks', summary: 'Everything that moved in a period, for replay', access: 'signed-in',
  query: Type.Object({ ...periodParams, every: Type.Optional(Type.String({ description: 'one position in so many seconds; by itself the finest that fits' })), format: Type.Optional(Type.String({ description: 'json (default) or packed, in a third of the room' })) }, closed),
  answers: { 200: Type.Object({ from: Type.Integer(), to: Type.Integer(), paths: Type.Array(PathView), total: Type.Integer(), everyS: Type.Integer() }, closed) },
  async handle(call) {
    const period = periodOf(call.query, call.now)
    const found = await pathsOf(call.app, new Eyes(call.app, call.reader), period, numberOf(call.query.every, 'every', 0, 0, 86_400))
    const { format } = call.query
    if (format !== undefined && format !== 'json' && format !== 'packed') {
      throw refuseField('format', `"${format.slice(0, 20)}" is not known`, 'Use json or packed', 'invalid-query')
    }
    return format === 'packed' ? { status: 200, raw: packPaths(found), type: 'application/vnd.vigie.paths' } : ok(found)
  },
})

const at = endpoint({
  method: 'GET', path: '/api/tracks/at', tag: 'tracks', summary: 'Where everything was at a moment', access: 'signed-in',
  query: Type.Object({ time: Type.String({ description: 'ISO 8601 with zone' }), older: Type.Optional(Type.String({ description: `seconds a position may be older, up to ${MOST_OLDER_S}; default ${OLDER_S}` })), bbox }, closed),
  answers: { 200: Type.Object({ items: Type.Array(anyObject), total: Type.Integer(), time: Type.Integer() }, closed) },
  async handle(call) {
    const moment = instantOf(call.query.time, 'time', call.now)
    const eyes = new Eyes(call.app, call.reader)
    const box = boxOf(call.query.bbox)
    const found = await call.app.positions.at(moment, numberOf(call.query.older, 'older', OLDER_S, 1, MOST_OLDER_S), { allow: eyes.allow(null), ...(box ? { box: [box[0], box[1], box[2], box[3]] } : {}) })
    const newest = new Map<string, ReturnType<typeof liveView>>()
    for (const one of found.values()) {
      const view = liveView(eyes.ofKept(one), one)
      const known = newest.get(view.id)
      if (known === undefined || known.at < view.at) {
        newest.set(view.id, view)
      }
    }
    await eyes.note([...found.values()].map((one) => eyes.ofKept(one)))
    return ok({ items: [...newest.values()], total: newest.size, time: moment })
  },
})

const day = endpoint({
  method: 'GET', path: '/api/tracks/:id/day', tag: 'tracks', summary: 'What a track did on a day of the mission: distance, stops, trips', access: 'signed-in',
  params: Type.Object({ id: Type.String({ maxLength: 480 }) }, closed),
  query: Type.Object({ date: Type.Optional(Type.String({ description: 'YYYY-MM-DD in the time of the mission; default today' })), dwell: Type.Optional(Type.String({ description: 'seconds it must stay to have stopped; default 300' })), radius: Type.Optional(Type.String({ description: 'metres it may move meanwhile; default 75' })) }, closed),
  answers: { 200: anyObject },
  async handle(call) {
    const zone = (await missionOf(call.app.store))?.zone ?? 'UTC'
    const { date, from, to } = dayOf(call.query.date, zone, call.now)
    const rules = { dwellS: numberOf(call.query.dwell, 'dwell', 300, 30, 86_400), radiusM: numberOf(call.query.radius, 'radius', 75, 5, 5000) }
    return ok({ date, zone, from, to, ...(await dayOfThing(call.app, new Eyes(call.app, call.reader), call.params.id, { from, to }, rules)) })
  },
})

const VisitView = Type.Object({ id: Type.String(), ref: nullable(Type.String()), name: Type.String(), sidc: Type.String(), level: Type.String(), first: Type.Integer(), last: Type.Integer(), positions: Type.Integer(), insideMs: Type.Integer(), entered: Type.Integer() }, closed)

const inside = endpoint({
  method: 'GET', path: '/api/tracks/in', tag: 'tracks', summary: 'What was inside an area or box in a period, and how long', access: 'signed-in',
  query: Type.Object({ ...periodParams, area: Type.Optional(Type.String({ description: 'id of an area, in place of a bbox' })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(VisitView), total: Type.Integer(), cut: Type.Boolean() }, closed) },
  async handle(call) {
    const period = periodOf(call.query, call.now)
    if ((call.query.area === undefined) === (period.box === null)) {
      throw refuseField('area', 'is needed, or a bbox, and not both', 'Give the id of an area or west,south,east,north', 'invalid-query')
    }
    const where = period.box === null ? await whereOf(call.app, call.reader, call.query.area ?? '') : whereOfBox(period.box)
    const { visits, cut } = await visitsIn(call.app, new Eyes(call.app, call.reader), period, where)
    const items = visits.map(({ thing, insideMs, ...visit }) => ({ id: thing.id, ref: thing.ref, name: thing.callsign ?? thing.name, sidc: thing.sidc, level: thing.level, insideMs: Math.round(insideMs), ...visit }))
    return ok({ items, total: items.length, cut })
  },
})

const history = endpoint({
  method: 'GET', path: '/api/admin/positions', tag: 'admin', summary: 'The history of positions: how much there is, what is damaged, what retention removed (administrators)', access: 'signed-in',
  answers: { 200: Type.Object({ state: anyObject, removed: Type.Array(anyObject), shown: Type.Integer() }, closed) },
  async handle(call) {
    needAdmin(call)
    const removed = await call.app.positions.removed()
    return ok({ state: call.app.positions.state(), removed, shown: removed.length })
  },
})

export const pastRoutes: readonly Endpoint[] = [paths, at, day, inside, exportRoute, history]

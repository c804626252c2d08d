import { Compile } from 'typebox/compile'
import { plainObject } from '../../../core/json.ts'
import type { LonLat } from '../../../core/place.ts'
import { refuseField } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { missionOf, SYSTEM, type App, type Service } from '../../../server/face.ts'
import { hindrancesOf } from '../shared/hindrances.ts'
import { Accepted, alsoAccepted, Movement } from '../shared/movement.ts'
import { endOf, type Restriction } from '../shared/restriction.ts'
import { routeOf } from '../shared/route.ts'

/** A plan longer than this is held against nothing, here as on its page. */
export const MOST_M = 5_000_000
const isPlan = Compile(Movement)
const isAccepted = Compile(Accepted)
/** What of a plan makes it another way, or other times. */
const WAY: readonly string[] = ['waypoints', 'line', 'sort', 'accepted']

/**
 * A plan that meets a closed road, a slow one or a curfew is taken, and cleared, only with the reason why it goes all the same, whoever
 * sends it and by whichever way: what was closed since it was planned is weighed by whoever lets it go. Only what its writer may see is
 * held against it. That it has left is a fact, and no fact is refused.
 */
export async function needReasons(app: App): Promise<Service> {
  const { store } = app
  const standing = new Map<string, VigieRecord<Restriction>>()
  let zone = (await missionOf(store))?.zone ?? 'UTC'
  const take = (record: VigieRecord): void => {
    if (record.workflow === 'retracted' || record.data['lifted'] !== undefined) {
      standing.delete(record.id)
    } else {
      standing.set(record.id, record as unknown as VigieRecord<Restriction>)
    }
  }
  for await (const { record } of store.stream(SYSTEM, { kind: 'restriction', where: { lifted: ['false'] } })) {
    take(record)
  }
  const inArea = ({ lon, lat }: LonLat, wanted: string): boolean => {
    const { area, places } = store.areas().locate(lon, lat)
    return [area, ...places].some((one) => one !== null && store.areas().within(one, wanted))
  }
  const stops = [
    store.onCommit(({ changes }) => {
      for (const { record } of changes) {
        if (record.kind === 'restriction') {
          take(record)
        } else if (record.kind === 'mission') {
          zone = (record.data['zone'] as string | undefined) ?? zone
        }
      }
    }),
    store.guard((asked, before, reader) => {
      const plan = standing.size === 0 || reader.system ? null : planOf(asked, before)
      const departs = Date.parse(plan?.waypoints[0]?.eta ?? '')
      if (!plan || !Number.isFinite(departs) || !(routeOf(plan).lengthM <= MOST_M)) {
        return asked
      }
      const weighed = new Set(plan.accepted?.reason.trim() ? plan.accepted.of.map(({ id }) => id) : [])
      const sees = store.sight(reader)
      const known = [...standing.values()].filter((one) => !weighed.has(one.id) && endOf(one.data) > Math.min(app.clock(), departs) && sees(one as unknown as VigieRecord)).map(({ id, ref, data }) => ({ id, ref, data }))
      const [met] = hindrancesOf(plan, known, zone, inArea)
      if (met) {
        throw refuseField('/accepted', `the way meets ${met.ref} (${met.name})`, 'Take another way or time, or say why it goes all the same', 'rule-broken')
      }
      return asked
    }),
  ]
  return { close: async () => stops.forEach((stop) => stop()) }
}

/** The plan as it would stand; null where nothing of its way is written and it is not let go, or what is written is no plan: the schema refuses it. */
function planOf(asked: NewAction, before: VigieRecord | null): Movement | null {
  if (asked.kind !== 'movement') {
    return null
  }
  if (asked.type === 'clear' && before) {
    const more = asked.patch['accepted']
    const plan = before.data as unknown as Movement
    return isPlan.Check(plan) && (more === undefined || isAccepted.Check(more)) ? { ...plan, ...(more === undefined ? {} : { accepted: alsoAccepted(plan.accepted, more) }) } : null
  }
  const fields = asked.type === 'edit' ? plainObject(asked.patch['fields']) : undefined
  const data = asked.type === 'create' ? asked.patch['data'] : fields && before && WAY.some((one) => one in fields) ? Object.fromEntries(Object.entries({ ...before.data, ...fields }).filter(([, value]) => value !== null)) : null
  return isPlan.Check(data) ? (data as Movement) : null
}

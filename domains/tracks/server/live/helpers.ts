import { setTimeout as wait } from 'node:timers/promises'
import type { AreaTree } from '../../../../core/area.ts'
import { ALL_MISSION, levelRank, type Handling } from '../../../../core/handling.ts'
import type { Text } from '../../../../core/i18n.ts'
import type { LonLat } from '../../../../core/place-geodesy.ts'
import type { Reader } from '../../../../core/policy.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import { roadsOf, type KnownWay } from '../../contract.ts'
import { candidate, ranked, type Candidate } from '../../shared/nearest.ts'
import type { Picture } from './picture.ts'

/** Named in an alert. */
const MOST = 5
/** Of the nearest by the straight way so many are looked at by road: a river may lie between. */
const LOOKED_AT = 15
/** A call for help waits no longer for roads. */
const ROADS_MS = 2000
const CARDINAL = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

/** Who could come to somebody who calls for help. Distance in metres along the great circle, bearing in degrees from the caller; `guessed`: the time is that of the straight way × 1.4, no road is known. */
export type Helper = { name: string; distanceM: number; bearingDeg: number; minutes: number; guessed: boolean }
type About = { handling: Handling; area: string | null }

/**
 * Our own that are nearest to a place and can move, as *who is nearest* ranks them: by road where roads are known in time, round what is
 * closed, else by the straight way. Only those are named that everybody sees who sees the call; `subject` is who calls.
 */
export async function helpersFor(app: App, picture: Picture, to: LonLat, about: About, subject: string, now: number): Promise<Helper[]> {
  const near = nearest(picture, app.store.areas(), to, about, subject, now)
  const ways = await Promise.race([roadWays(app, SYSTEM, to, near, now), wait(ROADS_MS, null, { ref: false })])
  const known = near.map(({ one, cruise }, i) => (ways?.[i] ? (candidate(one.track, to, now, cruise, ways[i]) ?? one) : one))
  return ranked(known).slice(0, MOST).map(({ track, distanceM, bearingDeg, etaS, by }) => ({ name: (track.callsign ?? track.name).slice(0, 60), distanceM, bearingDeg, minutes: Math.max(1, Math.round(etaS / 60)), guessed: by === 'straight' }))
}

async function roadWays(app: App, reader: Reader, to: LonLat, near: readonly { one: Candidate; cruise: number | null }[], now: number): Promise<(KnownWay | null)[] | null> {
  try {
    return await roadsOf(app).waysTo(reader, to, near.map(({ one: { track }, cruise }) => ({ lon: track.lon, lat: track.lat, sort: track.sort, kmh: cruise })), now)
  } catch (error) {
    app.log.warn({ err: error }, 'ways by road could not be looked for; a call for help goes without them')
    return null
  }
}

function nearest(picture: Picture, areas: AreaTree, to: LonLat, about: About, subject: string, now: number): { one: Candidate; cruise: number | null }[] {
  const { things, classes, subjects } = picture
  const slot = subjects.find(subject)
  const self = slot >= 0 ? subjects.thing[slot] : -1
  const shown = classes.visible((of) => isNoStricter(of, about, areas))
  const found = new Map<Candidate, number | null>()
  for (let thing = 0; thing < things.numbers; thing += 1) {
    if (thing === self || !things.exists(thing) || shown[things.klass[thing] as number] !== 1) {
      continue
    }
    const cruise = things.tracks.get(thing)?.data.cruiseKmh ?? null
    const one = candidate(things.view(thing), to, now, cruise)
    if (one && !one.reasons.includes('not-own') && !one.track.sos) {
      found.set(one, cruise)
    }
  }
  return ranked([...found.keys()]).slice(0, LOOKED_AT).map((one) => ({ one, cruise: found.get(one) ?? null }))
}

/** Where an identity was last, with how well that is known; null where nobody knows. */
export function lastPlace({ subjects }: Picture, subject: string): { lon: number; lat: number; radiusM?: number } | null {
  const slot = subjects.find(subject)
  if (slot < 0 || !subjects.isPlaced(slot)) {
    return null
  }
  const accuracyM = subjects.accuracyM[slot]
  return { lon: subjects.lon[slot] as number, lat: subjects.lat[slot] as number, ...(accuracyM === undefined || Number.isNaN(accuracyM) ? {} : { radiusM: accuracyM }) }
}

/** One of them in signs everybody reads: `Alpha 2 · 4.2 km NE · 9 min`, ≈ before a time no road is known for. */
export function helperLine({ name, distanceM, bearingDeg, minutes, guessed }: Helper): string {
  // The bearing is that of the helper as seen from the caller.
  return `${name} · ${(distanceM / 1000).toFixed(distanceM < 10_000 ? 1 : 0)} km ${CARDINAL[Math.round(bearingDeg / 45) % 8]} · ${guessed ? '≈' : ''}${minutes} min`
}

/** What was said, with who could come, in every language. */
export function withHelpers(said: string, helpers: readonly Helper[], placed: boolean): Text {
  const lines = helpers.map(helperLine).join('\n')
  const guessed = helpers.some((one) => one.guessed)
  const word = (nearest: string, none: string, nowhere: string): string => [said.trim().slice(0, 1000), !placed ? nowhere : helpers.length === 0 ? none : `${nearest}\n${lines}`].filter((line) => line !== '').join('\n')
  return {
    en: word(guessed ? 'Nearest that can move (≈: by the straight way, no road known):' : 'Nearest that can move:', 'None of our own that can move is on the picture.', 'Its place is not known.'),
    fr: word(guessed ? 'Les plus proches pouvant se déplacer (≈ : à vol d’oiseau, route inconnue) :' : 'Les plus proches pouvant se déplacer :', 'Aucun des nôtres pouvant se déplacer n’est sur l’image.', 'Son lieu n’est pas connu.'),
    es: word(guessed ? 'Los más cercanos que pueden moverse (≈: en línea recta, sin carretera conocida):' : 'Los más cercanos que pueden moverse:', 'Ninguno de los nuestros que pueda moverse está en la imagen.', 'Se desconoce su lugar.'),
    ar: word(guessed ? 'أقرب القادرين على التحرك (≈: بالخط المستقيم، لا طريق معروف):' : 'أقرب القادرين على التحرك:', 'لا أحد من أفرادنا القادرين على التحرك على الصورة.', 'مكانه غير معروف.'),
  }
}

/** Does everybody who may see `about` see this as well? In doubt not. */
function isNoStricter(of: About, about: About, areas: AreaTree): boolean {
  const [mine, theirs] = [of.handling, about.handling]
  const orgs = [theirs.owner, ...theirs.releasableTo]
  const mineOrgs = [mine.owner, ...mine.releasableTo]
  const within = of.area === about.area || (of.area !== null && about.area !== null && areas.within(of.area, about.area))
  return within && levelRank(mine.level) <= levelRank(theirs.level) && mine.compartments.every((one) => theirs.compartments.includes(one)) && mine.caveats.every((one) => theirs.caveats.includes(one))
    && (mine.named ?? []).length === 0 && (mine.releasableTo.includes(ALL_MISSION) || orgs.every((org) => mineOrgs.includes(org)))
}

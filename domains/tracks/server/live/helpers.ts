import type { AreaTree } from '../../../../core/area.ts'
import { ALL_MISSION, levelRank, type Handling } from '../../../../core/handling.ts'
import type { Text } from '../../../../core/i18n.ts'
import type { LonLat } from '../../../../core/place-geodesy.ts'
import { candidate, ranked } from '../../shared/nearest.ts'
import type { Picture } from './picture.ts'

/** Named in an alert. */
const MOST = 5
const CARDINAL = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

/** Who could come to somebody who calls for help. Distance in metres along the great circle, bearing in degrees from the caller. */
export type Helper = { name: string; distanceM: number; bearingDeg: number; minutes: number }
type About = { handling: Handling; area: string | null }

/**
 * Our own that are nearest to a place and can move, as *who is nearest* ranks them by the straight way – a way by road is looked for when
 * somebody asks. Only those are named that everybody sees who sees the call; `subject` is who calls.
 */
export function helpersFor(picture: Picture, areas: AreaTree, to: LonLat, about: About, subject: string, now: number): Helper[] {
  const { things, classes, subjects } = picture
  const slot = subjects.find(subject)
  const self = slot >= 0 ? subjects.thing[slot] : -1
  const shown = classes.visible((of) => isNoStricter(of, about, areas))
  const found = []
  for (let thing = 0; thing < things.numbers; thing += 1) {
    if (thing === self || !things.exists(thing) || shown[things.klass[thing] as number] !== 1) {
      continue
    }
    const one = candidate(things.view(thing), to, now, things.tracks.get(thing)?.data.cruiseKmh ?? null)
    if (one && !one.reasons.includes('not-own') && !one.track.sos) {
      found.push(one)
    }
  }
  return ranked(found).slice(0, MOST).map(({ track, distanceM, bearingDeg, etaS }) => ({ name: (track.callsign ?? track.name).slice(0, 60), distanceM, bearingDeg, minutes: Math.max(1, Math.round(etaS / 60)) }))
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

/** One of them in signs everybody reads: `Alpha 2 · 4.2 km NE · 9 min`. */
export function helperLine({ name, distanceM, bearingDeg, minutes }: Helper): string {
  // The bearing is that of the helper as seen from the caller.
  return `${name} · ${(distanceM / 1000).toFixed(distanceM < 10_000 ? 1 : 0)} km ${CARDINAL[Math.round(bearingDeg / 45) % 8]} · ${minutes} min`
}

/** What was said, with who could come, in every language. */
export function withHelpers(said: string, helpers: readonly Helper[], placed: boolean): Text {
  const lines = helpers.map(helperLine).join('\n')
  const word = (nearest: string, none: string, nowhere: string): string => [said.trim().slice(0, 1000), !placed ? nowhere : helpers.length === 0 ? none : `${nearest}\n${lines}`].filter((line) => line !== '').join('\n')
  return {
    en: word('Nearest that can move, by the straight way:', 'None of our own that can move is on the picture.', 'Its place is not known.'),
    fr: word('Les plus proches pouvant se déplacer, à vol d’oiseau :', 'Aucun des nôtres pouvant se déplacer n’est sur l’image.', 'Son lieu n’est pas connu.'),
    es: word('Los más cercanos que pueden moverse, en línea recta:', 'Ninguno de los nuestros que pueda moverse está en la imagen.', 'Se desconoce su lugar.'),
    ar: word('أقرب القادرين على التحرك، بالخط المستقيم:', 'لا أحد من أفرادنا القادرين على التحرك على الصورة.', 'مكانه غير معروف.'),
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

import { AFFILIATIONS, TRACK_SORTS, type Affiliation, type SubjectFacts, type TrackSort } from '../../../../core/fix.ts'
import type { Cut, FeedView } from '../../../../server/face.ts'
import { readType, symbolOf } from '../../shared/symbol.ts'
import type { LiveTrack } from '../../shared/wire.ts'
import type { Things } from './things.ts'

/** What a source says its subject is: by its codes, its word, or what the feed is known to carry. */
export function natureOf(facts: SubjectFacts | undefined, feed: FeedView | undefined): { affiliation: Affiliation; sort: TrackSort } {
  const typed = facts?.cotType === undefined ? null : readType(facts.cotType)
  const coded = typed ?? (facts?.sidc === undefined ? null : readType(facts.sidc))
  const sort = coded && coded.sort !== 'unknown' ? coded.sort : (facts?.sort ?? feed?.config.sort ?? coded?.sort ?? 'unknown')
  return { affiliation: coded?.affiliation ?? feed?.config.affiliation ?? 'unknown', sort }
}

/** What a thing is called by: words of people, and of a device that was given a name of its own. */
export const NAMED = ['name', 'callsign', 'subject', 'unit'] as const satisfies readonly (keyof LiveTrack)[]

/** The same with the words it is called by cut. */
export function withWords<T extends Pick<LiveTrack, 'name' | 'callsign' | 'unit'> & { subject?: string }>(thing: T, cut: Cut | null): T {
  return cut ? { ...thing, name: cut(thing.name), callsign: thing.callsign && cut(thing.callsign), unit: thing.unit && cut(thing.unit), ...(thing.subject === undefined ? {} : { subject: cut(thing.subject) }) } : thing
}

/** A thing as screens get it. */
export function describe(things: Things, thing: number): LiveTrack {
  const { subjects } = things
  const lead = things.lead[thing] as number
  const [track, feed, facts] = [things.tracks.get(thing), things.feeds.get(thing), things.facts.get(thing)]
  const subject = things.subjectOf(thing)
  const nature = track?.data ?? natureOf(facts, feed)
  const sidc = track?.data.sidc ?? facts?.sidc
  const callsign = track?.data.callsign ?? facts?.callsign ?? null
  return {
    id: things.idOf(thing),
    ref: track?.ref ?? null,
    name: track && (track.data.name !== subject || callsign === null) ? track.data.name : (callsign ?? subject),
    callsign,
    subject,
    sidc: sidc !== undefined && /^(?:\d{20}|\d{30})$/.test(sidc) ? sidc : symbolOf(affiliationOf(nature.affiliation), sortOf(nature.sort)),
    sort: sortOf(nature.sort),
    affiliation: nature.affiliation,
    capabilities: track?.data.capabilities ?? [],
    unit: track?.data.unit ?? things.unitOf(callsign),
    feed: feed?.id ?? track?.data.feed ?? null,
    lon: subjects.lon[lead] as number,
    lat: subjects.lat[lead] as number,
    altM: rounded(subjects.altM[lead], 1),
    speedMs: rounded(subjects.speedMs[lead], 2),
    courseDeg: rounded(subjects.courseDeg[lead], 1),
    accuracyM: rounded(subjects.accuracyM[lead], 1),
    at: subjects.at[lead] as number,
    receivedAt: subjects.receivedAt[lead] as number,
    source: subjects.sourceOf(lead),
    battery: facts?.battery ?? null,
    sos: things.sos[thing] === 1,
    level: things.classes.protection(things.klass[thing] as number).handling.level,
  }
}

function rounded(value: number | undefined, places: number): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 10 ** places) / 10 ** places
}

function affiliationOf(text: string): Affiliation {
  return AFFILIATIONS.find((one) => one === text) ?? 'unknown'
}

function sortOf(text: string): TrackSort {
  return TRACK_SORTS.find((one) => one === text) ?? 'unknown'
}

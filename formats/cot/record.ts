import { makeEvent } from './build.ts'
import { element } from './detail.ts'
import type { CotElement, CotEvent } from './event.ts'

/** What a record of the mission shows on a TAK client. Times are epoch ms, words already in the reader's language. */
export type ShownRecord = {
  id: string
  title: string
  /** In words, for the remarks. */
  category: string
  /** Source and information grade (`B2`), empty when there is none. */
  grade: string
  unverified: boolean
  lon: number
  lat: number
  /** Metres within which it is, null when not known. */
  radiusM: number | null
  at: number
  /** When it should be gone from the map. */
  until: number
  /** Lines added to the remarks. */
  lines?: readonly string[]
  /** The word for what is not verified, in the reader's language; default UNVERIFIED. */
  unverifiedWord?: string
  /** Page of the record. */
  url?: string
}

function remarks(record: ShownRecord): CotElement {
  const word = record.unverifiedWord ?? 'UNVERIFIED'
  return element('remarks', {}, [[record.unverified ? word : '', record.category, record.grade === '' ? '' : `[${record.grade}]`, ...(record.lines ?? [])].filter((line) => line !== '').join('\n')])
}

function name(record: ShownRecord): string {
  const word = record.unverifiedWord ?? 'UNVERIFIED'
  return `${record.unverified ? `${word} ` : ''}${record.title}${record.grade === '' ? '' : ` [${record.grade}]`}`.slice(0, 200)
}

function links(record: ShownRecord): CotElement[] {
  return record.url === undefined ? [] : [element('link', { uid: record.id, url: record.url, relation: 'r-u', mime: 'text/html', remarks: record.title })]
}

function make(record: ShownRecord, type: string, detail: CotElement[]): CotEvent {
  const event = makeEvent({
    uid: `vigie.${record.id}`,
    type,
    how: 'h-g-i-g-o',
    point: { lon: record.lon, lat: record.lat, hae: null, ce: record.radiusM, le: null },
    detail: [element('contact', { callsign: name(record) }), remarks(record), ...links(record), ...detail],
  }, record.at, 0)
  return { ...event, stale: Math.max(record.until, record.at) }
}

/**
 * A report of something that happened, as a point of interest in a neutral colour: CoT has no sign for it that would not
 * claim who did it. Grade and `unverified` stand in the name, which every client shows, and again in the remarks.
 */
export function incidentEvent(record: ShownRecord): CotEvent {
  return make(record, 'b-m-p-s-m', [element('color', { argb: record.unverified ? -256 : -65_536 }), element('usericon', { iconsetpath: `COT_MAPPING_SPOTMAP/b-m-p-s-m/${record.unverified ? -256 : -65_536}` }), element('archive')])
}

/** A warning of the mission as an alert, which clients sound; `over` takes it back. */
export function alertEvent(record: ShownRecord & { over?: boolean }): CotEvent {
  const over = record.over === true
  return make(record, over ? 'b-a-o-can' : 'b-a-o-c', [element('emergency', over ? { cancel: true } : { type: record.category === '' ? 'Custom' : record.category }, [name(record)])])
}

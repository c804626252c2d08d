import { attr, attrBoolean, attrNumber, part, parts, textOf } from './detail.ts'
import type { CotEvent } from './event.ts'

/** What the usual elements of a detail say. Every reader answers null when the element is not there. */

/** Who it is and how it is reached (`*:-1:stcp` over the server it came from). */
export function contactOf(event: CotEvent): { callsign: string | null; endpoint: string | null; phone: string | null } | null {
  const element = part(event.detail, 'contact')
  return element && { callsign: attr(element, 'callsign'), endpoint: attr(element, 'endpoint'), phone: attr(element, 'phone') }
}

/** Callsign, from the contact or else the `<uid Droid>` older clients send; null for none. */
export function callsignOf(event: CotEvent): string | null {
  const callsign = attr(part(event.detail, 'contact'), 'callsign') ?? attr(part(event.detail, 'uid'), 'Droid')
  return callsign === null || callsign.trim() === '' ? null : callsign
}

/** Team (a colour) and role. */
export function groupOf(event: CotEvent): { name: string; role: string } | null {
  const element = part(event.detail, '__group')
  return element && { name: attr(element, 'name') ?? '', role: attr(element, 'role') ?? '' }
}

/** Metres a second and degrees from true north; course 0 ≤ x < 360. */
export function trackOf(event: CotEvent): { speedMs: number | null; courseDeg: number | null } | null {
  const element = part(event.detail, 'track')
  if (element === null) {
    return null
  }
  return moving(attrNumber(element, 'speed'), attrNumber(element, 'course'))
}

/** The same by the numbers written; null for those that are not or say nothing. */
export function moving(speed: number | null, course: number | null): { speedMs: number | null; courseDeg: number | null } {
  return { speedMs: speed === null || speed < 0 || speed >= 999_999 ? null : speed, courseDeg: course === null || Math.abs(course) > 720 ? null : ((course % 360) + 360) % 360 }
}

/** Battery of a device, 0–1. */
export function batteryOf(event: CotEvent): number | null {
  const percent = attrNumber(part(event.detail, 'status'), 'battery')
  return percent === null || percent < 0 || percent > 100 ? null : percent / 100
}

/** The program and device that sent it. */
export function takvOf(event: CotEvent): { device: string; platform: string; os: string; version: string } | null {
  const element = part(event.detail, 'takv')
  const text = (name: string): string => attr(element, name) ?? ''
  return element && { device: text('device'), platform: text('platform'), os: text('os'), version: text('version') }
}

/** Where position and height come from (`GPS`, `USER`, `DTED0`, `???`). */
export function precisionOf(event: CotEvent): { geopointsrc: string | null; altsrc: string | null } | null {
  const element = part(event.detail, 'precisionlocation')
  return element && { geopointsrc: attr(element, 'geopointsrc'), altsrc: attr(element, 'altsrc') }
}

/** Free text, empty for none. */
export function remarksOf(event: CotEvent): string {
  return parts(event.detail, 'remarks').map(textOf).find((text) => text.trim() !== '') ?? ''
}

/** One receiver a sender names. */
export type CotDest = { callsign: string } | { uid: string } | { mission: string } | { group: string }

/** To whom it goes; empty is everybody. A `<dest>` that names nobody we can tell is left out. */
export function destsOf(event: CotEvent): CotDest[] {
  return parts(event.detail, 'marti').flatMap((marti) => parts(marti.nodes, 'dest')).flatMap((dest): CotDest[] => {
    for (const key of ['uid', 'callsign', 'mission', 'group'] as const) {
      const value = attr(dest, key)
      if (value !== null && value !== '') {
        return [{ [key]: value } as CotDest]
      }
    }
    return []
  })
}

/** True when the sender names receivers, even ones we cannot tell: then it is not for everybody. */
export function isAddressed(event: CotEvent): boolean {
  return parts(event.detail, 'marti').some((marti) => parts(marti.nodes, 'dest').length > 0)
}

/** Links to other things: whose device (`p-p`), points of a route (`c`), a web page (`url`). */
export type CotLink = { uid: string; type: string; relation: string; callsign: string; remarks: string; url: string; parentCallsign: string; /** [lon, lat, hae?] */ point: number[] | null }

export function linksOf(event: CotEvent): CotLink[] {
  return parts(event.detail, 'link').map((link) => {
    const text = (name: string): string => attr(link, name) ?? ''
    return { uid: text('uid'), type: text('type'), relation: text('relation'), callsign: text('callsign'), remarks: text('remarks'), url: text('url'), parentCallsign: text('parent_callsign'), point: pointText(text('point')) }
  })
}

/** `lat,lon[,hae]` as [lon, lat, hae?]; null when it is no place. */
export function pointText(text: string): number[] | null {
  const numbers = text.split(',').map((one) => (/^\s*-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\s*$/u.test(one) ? Number(one) : Number.NaN))
  const [lat = Number.NaN, lon = Number.NaN, hae = Number.NaN] = numbers
  if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) {
    return null
  }
  return Number.isFinite(hae) && Math.abs(hae) < 999_999 ? [lon, lat, hae] : [lon, lat]
}

/** Address of a live picture (`<__video>`), from its url or its connection entry; null for none. */
export function videoOf(event: CotEvent): { url: string; name: string; uid: string } | null {
  const video = part(event.detail, '__video')
  if (video === null) {
    return null
  }
  const entry = part(video.nodes, 'ConnectionEntry')
  const text = (name: string): string => attr(entry, name) ?? ''
  const port = attrNumber(entry, 'port')
  const address = text('address')
  const built = address.includes('://') ? address : address === '' ? '' : `${text('protocol') || 'rtsp'}://${address}${port === null || port <= 0 ? '' : `:${port}`}${text('path') === '' || text('path').startsWith('/') ? text('path') : `/${text('path')}`}`
  const url = attr(video, 'url') ?? built
  return url === '' ? null : { url, name: text('alias') || (attr(video, 'sensor') ?? ''), uid: text('uid') || (attr(video, 'uid') ?? '') }
}

/** A signed 32-bit ARGB number as `#rrggbbaa`. */
export function argb(value: number | null): string | null {
  if (value === null || !Number.isInteger(value) || value < -0x8000_0000 || value > 0xffff_ffff) {
    return null
  }
  const hex = (value >>> 0).toString(16).padStart(8, '0')
  return `#${hex.slice(2)}${hex.slice(0, 2)}`
}

/** `readiness` and other plain answers of `<status>`. */
export function readinessOf(event: CotEvent): boolean | null {
  return attrBoolean(part(event.detail, 'status'), 'readiness')
}

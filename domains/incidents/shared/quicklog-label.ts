/** Short forms of readings for the chips beside the quick-log line. */
import { toIso } from '../../../core/time.ts'
import type { Impact } from './model.ts'
import type { SpanValue, TimePart } from './quicklog-types.ts'

/** Chip text: codes and figures, the same in every language. */
export function labelOf(value: SpanValue): string {
  switch (value.kind) {
    case 'time':
      return timeLabel(value.time)
    case 'place':
      return value.place.name ?? value.place.mgrs ?? (value.place.lat !== undefined ? `${value.place.lat}, ${value.place.lon}` : '?')
    case 'category':
      return value.code
    case 'actor':
      return value.actor.name
    case 'casualties':
      return value.impact.map(impactLabel).join(' + ') || '?'
    case 'weapon':
      return `${value.weapon.count !== undefined ? `${value.weapon.count} × ` : ''}${value.weapon.code}${value.weapon.name ? ` ${value.weapon.name}` : ''}`
    case 'callsign':
      return value.callsign
    case 'unit':
      return value.name
    case 'severity':
      return `S${value.severity}`
    case 'grade':
      return value.grade
  }
}

function impactLabel(one: Impact): string {
  const figure = (range: Impact['killed'], sign: string): string => {
    if (!range) {
      return ''
    }
    const { est, min, max } = range
    const size = est !== undefined ? String(est) : min !== undefined && max !== undefined ? `${min}–${max}` : min !== undefined ? `≥${min}` : `≤${max}`
    return ` ${sign}${size}`
  }
  return `${one.group}${figure(one.killed, '†')}${figure(one.injured, '+')}${figure(one.missing, '?')}${figure(one.abducted, '⇢')}${figure(one.released, '⇠')}`
}

function timeLabel(time: TimePart): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  switch (time.part) {
    case 'instant':
      return `${toIso(time.at)?.slice(0, 16) ?? '?'}Z`
    case 'day':
      return `${time.year}-${two(time.month)}-${two(time.day)}`
    case 'clock':
      return `${two(time.from.hour)}${two(time.from.minute)}${time.from.letter}${time.to ? `–${two(time.to.hour)}${two(time.to.minute)}${time.to.letter}` : ''}`
    case 'partday':
      return `${two(time.hour)}–${two(time.hour + 6)} D-${time.daysBack}`
  }
}

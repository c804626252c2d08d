import { instantOfLocal, localParts } from '../../core/time-local.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** An instant (epoch ms) as a field of type `datetime-local` holds it, in a zone. */
export function localInput(ms: number, zone: string): string {
  const p = localParts(ms, zone)
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`
}

/** The inverse; null while the field does not hold a whole time. */
export function readInput(text: string, zone: string): number | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  return m ? instantOfLocal({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]), hour: Number(m[4]), minute: Number(m[5]), second: 0 }, zone) : null
}

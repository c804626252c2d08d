import { navigate, useSearchValue } from '../router.ts'

/**
 * The moment everything on screen stands at: `at` in the address, so that it is shared, kept and gone back from like
 * the filters. Without it the screen shows what is known now.
 */
export function readMoment(search: URLSearchParams): number | null {
  return momentOf(search.get('at'))
}

function momentOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return Number.isFinite(at) ? at : null
}

/** The moment shown, epoch ms; null for now. */
export function useMoment(): number | null {
  return momentOf(useSearchValue('at'))
}

/** The `asOf` parameter of a moment. */
export function asOfText(at: number | null): string | undefined {
  return at === null ? undefined : new Date(at).toISOString()
}

/** Show what was known at a moment (epoch ms), or come back to now (null). Going on within the past leaves no trail of steps. */
export function goToMoment(at: number | null, options: { replace?: boolean } = {}): void {
  const search = new URLSearchParams(window.location.search)
  const was = search.has('at')
  if (at === null) {
    search.delete('at')
  } else {
    search.set('at', new Date(Math.floor(at / 1000) * 1000).toISOString())
  }
  const text = search.toString()
  navigate(`${window.location.pathname}${text ? `?${text}` : ''}`, { replace: options.replace ?? (was && at !== null) })
}

/** An address inside the product that stays at the moment on screen (`at` of the address); one that names its own keeps it. */
export function withMoment(to: string, at: string | null): string {
  if (momentOf(at) === null) {
    return to
  }
  const [rest = '', hash] = to.split('#', 2)
  const [path = '', text] = rest.split('?', 2)
  const search = new URLSearchParams(text)
  if (!search.has('at')) {
    search.set('at', at!)
  }
  return `${path}?${search}${hash === undefined ? '' : `#${hash}`}`
}

/** Speeds of playing: minutes of the past for each second of looking; the first is as it went. */
export const SPEEDS = [1 / 60, 1 / 6, 1, 5, 10, 15, 60, 360] as const
const MINUTE = 60_000

/** A stretch that is played over and over, epoch ms. */
export type Loop = { from: number; to: number }

/** Where playing stands after `seconds` more at a speed; never beyond now, and back at the beginning after the end of a loop. */
export function played(at: number, speed: number, seconds: number, now: number, loop: Loop | null = null): number {
  const next = Math.min(now, at + speed * MINUTE * seconds)
  return loop !== null && (next >= loop.to || next < loop.from || next >= now) ? loop.from : next
}

/** How many times its own speed the past is played at so many minutes a second. */
export function timesOf(speed: number): number {
  return Math.round(speed * 60)
}

/** One step back (−1) or on (1) by `minutes`, on a whole multiple of it, so that steps meet the same moments again. */
export function stepped(at: number, direction: -1 | 1, minutes: number): number {
  const size = minutes * MINUTE
  return direction < 0 ? (Math.ceil(at / size) - 1) * size : (Math.floor(at / size) + 1) * size
}

import { ageLong } from '../../../web/face.ts'

const HOUR = 3_600_000

/** `4:32` below an hour, then the two largest units. */
export function lasting(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return ms < HOUR ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` : ageLong(ms, locale)
}

import { formatMgrs } from '../../../core/place-mgrs.ts'
import { livePicture } from './live.ts'

/** Where a track is, as text for copies and print; empty where nobody knows. */
export function gridOf(id: string): string {
  const one = livePicture().track(id)
  return one ? (formatMgrs(one, 10) ?? '') : ''
}

/** When its position was true, in UTC. */
export function timeOf(id: string): string {
  const one = livePicture().track(id)
  return one ? new Date(one.at).toISOString() : ''
}

import type { JsonObject } from '../../../../core/json.ts'
import { refuseField } from '../../../../core/problem.ts'
import type { Box } from './audience.ts'

/** Things shown at most, whatever is asked. */
export const MOST_SHOWN = 100_000

/** West, south, east, north: `[w,s,e,n]` or `"w,s,e,n"`; null when it is left out. Throws Problem naming the field. */
export function boxOf(value: unknown, path = 'bbox'): Box | null {
  if (value === undefined || value === null || value === '') {
    return null
  }
  const parts = typeof value === 'string' ? value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))) : value
  if (!Array.isArray(parts) || parts.length !== 4 || !parts.every((part) => typeof part === 'number' && Number.isFinite(part))) {
    throw refuseField(path, 'is not a box', 'Give west, south, east, north in degrees, e.g. 18.2,4.1,19.0,4.9', 'invalid-query')
  }
  const [west, south, east, north] = parts as [number, number, number, number]
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90 || south > north) {
    throw refuseField(path, 'is not a box on the Earth', 'Longitudes are −180 to 180, latitudes −90 to 90, south before north', 'invalid-query')
  }
  return [west, south, east, north]
}

/** How many are shown at most. Throws Problem naming the field. */
export function limitOf(value: unknown, usual: number, most: number, path = 'limit'): number {
  if (value === undefined || value === null || value === '') {
    return usual
  }
  const limit = typeof value === 'string' && /^\d{1,7}$/.test(value) ? Number(value) : value
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > most) {
    throw refuseField(path, 'is not a number of things', `Use a whole number from 1 to ${most}`, 'invalid-query')
  }
  return limit
}

/** Parameters of the channel `tracks`. Throws Problem naming what is not understood. */
export function channelParams(params: JsonObject): { box: Box | null; most: number } {
  const strange = Object.keys(params).find((name) => name !== 'bbox' && name !== 'limit')
  if (strange !== undefined) {
    throw refuseField(`params.${strange.slice(0, 60)}`, 'is not known here', 'Use bbox and limit', 'invalid-query')
  }
  return { box: boxOf(params['bbox'], 'params.bbox'), most: limitOf(params['limit'], MOST_SHOWN, MOST_SHOWN, 'params.limit') }
}

import type { MethaneMessage, RadioPlace } from '../../../formats/radio-forms.ts'
import type { Methane } from './request.ts'
import type { Spot } from './schema.ts'

/** A place as it was said: its degrees where a grid or degrees were given. */
export function spotOf(place: RadioPlace, read: (text: string) => Spot | null): Spot {
  const found = place.grid !== undefined ? read(place.grid) : place.lat === undefined || place.lon === undefined ? null : read(`${place.lat}, ${place.lon}`)
  return { ...found, ...(place.name === undefined ? {} : { name: place.name.slice(0, 120) }) }
}

export function methaneOf({ exact, ...rest }: MethaneMessage, read: (text: string) => Spot | null): Methane {
  return { ...rest, ...(exact ? { exact: spotOf(exact, read) } : {}) }
}

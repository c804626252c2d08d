import { crcX25Next } from '../trackers/crc.ts'

/**
 * A message of MAVLink by the words of its definition: from them follow where each field lies (larger ones first, extensions
 * after) and the byte that goes into the checksum, as mavlink.io "Serialization" has it.
 */
export type Definition = { id: number; name: string; extra: number; /** Bytes with all extensions. */ length: number; at: { readonly [field: string]: Place } }
type Place = { offset: number; type: string; count: number }

const SIZES: { [type: string]: number } = { char: 1, uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float: 4, uint64: 8 }

/** `fields` and `extensions` as `int32 lat, uint16 voltages[10]`, in the order of the definition. */
export function define(id: number, name: string, fields: string, extensions = ''): Definition {
  const read = (text: string): [string, Place][] => (text === '' ? [] : text.split(', ').map((one) => {
    const [type = '', rest = ''] = one.split(' ')
    const [field = '', count] = rest.split('[')
    return [field, { offset: 0, type, count: count === undefined ? 0 : Number.parseInt(count, 10) }]
  }))
  const sizeOf = ({ type }: Place): number => SIZES[type] ?? 1
  const base = read(fields).toSorted(([, a], [, b]) => sizeOf(b) - sizeOf(a))
  let crc = 0xffff
  const add = (text: string): void => {
    for (const char of text) {
      crc = crcX25Next(crc, char.charCodeAt(0))
    }
  }
  add(`${name} `)
  let offset = 0
  const at: { [field: string]: Place } = {}
  for (const [field, place] of base) {
    add(`${place.type === 'char' || place.type === 'float' ? place.type : `${place.type}_t`} ${field} `)
    if (place.count > 0) {
      crc = crcX25Next(crc, place.count)
    }
    at[field] = { ...place, offset }
    offset += sizeOf(place) * Math.max(1, place.count)
  }
  for (const [field, place] of read(extensions)) {
    at[field] = { ...place, offset }
    offset += sizeOf(place) * Math.max(1, place.count)
  }
  return { id, name, extra: (crc & 255) ^ (crc >> 8), length: offset, at }
}

/** The values of one message; a payload that was cut where it ends in zeros is read as if they stood there. */
export type Payload = { number(field: string, index?: number): number; text(field: string): string; bytes(field: string): Uint8Array }

export function payloadOf(definition: Definition, bytes: Uint8Array): Payload {
  const full = new Uint8Array(Math.max(definition.length, bytes.length))
  full.set(bytes)
  const view = new DataView(full.buffer)
  const placeOf = (field: string): Place => definition.at[field] ?? { offset: 0, type: '', count: 0 }
  const raw = (field: string): Uint8Array => {
    const { offset, count } = placeOf(field)
    return full.subarray(offset, offset + count)
  }
  return {
    number(field, index = 0) {
      const { offset, type } = placeOf(field)
      const at = offset + index * (SIZES[type] ?? 1)
      switch (type) {
        case 'uint8': return view.getUint8(at)
        case 'int8': return view.getInt8(at)
        case 'uint16': return view.getUint16(at, true)
        case 'int16': return view.getInt16(at, true)
        case 'uint32': return view.getUint32(at, true)
        case 'int32': return view.getInt32(at, true)
        case 'float': return view.getFloat32(at, true)
        case 'uint64': return Number(view.getBigUint64(at, true))
        default: return 0
      }
    },
    text(field) {
      const bytesOf = raw(field)
      const end = bytesOf.indexOf(0)
      return new TextDecoder().decode(end === -1 ? bytesOf : bytesOf.subarray(0, end)).trim()
    },
    bytes: raw,
  }
}

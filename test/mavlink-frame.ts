import { MESSAGES } from '../formats/mavlink/messages.ts'
import { crcX25, crcX25Next } from '../formats/trackers/crc.ts'

/** A frame of MAVLink from system 1, component 1; fields that are not given are zero, zeros at the end are cut. */
export function mavlinkFrame(id: number, values: { [field: string]: number | string | readonly number[] }, { version = 2, signed = false } = {}): Uint8Array {
  const definition = MESSAGES.get(id)
  if (!definition) {
    throw new Error(`no message ${id}`)
  }
  const payload = new Uint8Array(version === 1 ? Math.min(28, definition.length) : definition.length)
  const view = new DataView(payload.buffer)
  for (const [field, value] of Object.entries(values)) {
    const place = definition.at[field]
    if (!place) {
      throw new Error(`no field ${field}`)
    }
    const { offset, type } = place
    if (typeof value !== 'number') {
      payload.set(typeof value === 'string' ? new TextEncoder().encode(value) : value, offset)
      continue
    }
    switch (type) {
      case 'uint8': case 'char': view.setUint8(offset, value); break
      case 'int8': view.setInt8(offset, value); break
      case 'uint16': view.setUint16(offset, value, true); break
      case 'int16': view.setInt16(offset, value, true); break
      case 'uint32': view.setUint32(offset, value, true); break
      case 'int32': view.setInt32(offset, value, true); break
      case 'float': view.setFloat32(offset, value, true); break
      default: view.setBigUint64(offset, BigInt(value), true)
    }
  }
  let length = payload.length
  while (version === 2 && length > 1 && payload[length - 1] === 0) {
    length -= 1
  }
  const head = version === 2 ? [0xfd, length, signed ? 1 : 0, 0, 5, 1, 1, id & 255, (id >> 8) & 255, id >> 16] : [0xfe, length, 5, 1, 1, id]
  const frame = Uint8Array.from([...head, ...payload.subarray(0, length), 0, 0, ...(signed ? Array<number>(13).fill(9) : [])])
  const end = head.length + length
  const crc = crcX25Next(crcX25(frame, 1, end), definition.extra)
  frame[end] = crc & 255
  frame[end + 1] = crc >> 8
  return frame
}

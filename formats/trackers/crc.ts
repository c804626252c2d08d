/** Table of a reflected CRC of 16 bits. */
function table(polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, n) => {
    let crc = n
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    }
    return crc
  })
}

const IBM = table(0xa001)
const CCITT = table(0x8408)

/** CRC-16/ARC, as Teltonika has it. */
export function crcIbm(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0
  for (let i = from; i < to; i += 1) {
    crc = (crc >>> 8) ^ IBM[(crc ^ bytes[i]!) & 255]!
  }
  return crc
}

/** One more byte of CRC-16/MCRF4XX, which MAVLink calls X.25; it begins with 0xffff. */
export function crcX25Next(crc: number, byte: number): number {
  return (crc >>> 8) ^ CCITT[(crc ^ byte) & 255]!
}

/** The same over `bytes`, as MAVLink has it; GT06 has it inverted (CRC-16/IBM-SDLC, "CRC-ITU"). */
export function crcX25(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffff
  for (let i = from; i < to; i += 1) {
    crc = (crc >>> 8) ^ CCITT[(crc ^ bytes[i]!) & 255]!
  }
  return crc
}

import { textOf, type CodecOptions } from '../codec-options.ts'

/** Which trackers a feed takes: the option `imeis` names them, separated by commas; without it all. */
export function allowsImei(options: CodecOptions, imei: string): boolean {
  const listed = typeof options['imeis'] === 'string' ? options['imeis'].split(/[\s,;]+/).filter((one) => one !== '') : []
  return listed.length === 0 || listed.includes(imei)
}

/** Who sends before it has said so: the option `device`, for recordings that begin in the middle. */
export function givenSubject(options: CodecOptions): string | null {
  const device = textOf(options, 'device')
  return device === undefined ? null : /^\d{10,17}$/.test(device) ? `imei:${device}` : `device:${device}`
}

/** Two decimal digits in a byte; -1 when it holds none. */
export function decimal(byte: number): number {
  const [tens, ones] = [byte >> 4, byte & 15]
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones
}

/** Epoch ms of a date and time of two-digit years, `null` when there is no such moment. */
export function momentOf(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (year < 0 || year > 99 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return null
  }
  const at = Date.UTC(2000 + year, month - 1, day, hour, minute, second)
  return new Date(at).getUTCMonth() === month - 1 ? at : null
}

/** A sentence of NMEA 0183 with its checksum and line end. */
export function sentence(body: string, first = '$'): string {
  let sum = 0
  for (const char of body) {
    sum ^= char.charCodeAt(0)
  }
  return `${first}${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}

/** Numbers and their widths in bits as an armoured payload of AIS and its fill bits; texts in six-bit characters. */
export function armoured(fields: readonly (readonly [number | string, number])[]): { payload: string; fill: number } {
  let bits = ''
  for (const [value, width] of fields) {
    if (typeof value === 'number') {
      bits += (value < 0 ? 2 ** width + value : value).toString(2).padStart(width, '0')
    } else {
      bits += [...value.padEnd(width / 6, '@')].map((char) => (char.charCodeAt(0) & 63).toString(2).padStart(6, '0')).join('')
    }
  }
  const fill = (6 - (bits.length % 6)) % 6
  bits += '0'.repeat(fill)
  let payload = ''
  for (let at = 0; at < bits.length; at += 6) {
    const six = Number.parseInt(bits.slice(at, at + 6), 2)
    payload += String.fromCharCode(six < 40 ? six + 48 : six + 56)
  }
  return { payload, fill }
}

/** The same as one sentence VDM. */
export function vdm(fields: readonly (readonly [number | string, number])[]): string {
  const { payload, fill } = armoured(fields)
  return sentence(`AIVDM,1,1,,A,${payload},${fill}`, '!')
}

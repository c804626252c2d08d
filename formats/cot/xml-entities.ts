import { XmlFault } from './xml-fault.ts'

const NAMED: { [name: string]: string | undefined } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
// What XML 1.0 has no place for.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>/u

export function resolve(text: string, offset: number): string {
  let out = ''
  let from = 0
  for (let amp = text.indexOf('&'); amp >= 0; amp = text.indexOf('&', from)) {
    const end = text.indexOf(';', amp)
    if (end < 0 || end - amp > 10) {
      throw new XmlFault('an & begins no entity', offset + amp)
    }
    out += text.slice(from, amp) + entity(text.slice(amp + 1, end), offset + amp)
    from = end + 1
  }
  return out + text.slice(from)
}

function entity(name: string, offset: number): string {
  if (!name.startsWith('#')) {
    const char = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
    if (char === undefined) {
      throw new XmlFault('an entity that XML does not know is not allowed', offset)
    }
    return char
  }
  const code = /^#x[0-9a-fA-F]{1,6}$/u.test(name) ? Number.parseInt(name.slice(2), 16) : /^#\d{1,7}$/u.test(name) ? Number(name.slice(1)) : -1
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff)
  if (!allowed) {
    throw new XmlFault('a character number stands for no character of XML', offset)
  }
  return String.fromCodePoint(code)
}

/** Text between tags, checked and resolved. */
export function textOf(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  if (FORBIDDEN.test(raw)) {
    throw new XmlFault('a control character or ]]> stands in the text', from)
  }
  return raw.includes('&') ? resolve(raw, from) : raw
}

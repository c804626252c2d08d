import { COT_LIMITS } from './event.ts'
import { strictText } from './text-bytes.ts'
import { XmlFault } from './xml-fault.ts'
import { afterSpace, BEYOND, GT, isSpace, QUERY } from './xml-scan.ts'

/** Bytes as the text and the codes that are scanned, and what stands between elements. */

const DECLARED = /encoding\s*=\s*["']([^"']*)["']/u

export function isBlank(codes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && isSpace(codes[at]!)) {
    at += 1
  }
  return at === to
}

/** Bytes to text; throws XmlFault where they are not UTF-8 or say so themselves. */
export function xmlText(bytes: Uint8Array): string {
  if (bytes.length > COT_LIMITS.bytes) {
    throw new XmlFault(`longer than ${COT_LIMITS.bytes} bytes`, COT_LIMITS.bytes)
  }
  try {
    return strictText(bytes)
  } catch {
    throw new XmlFault('the bytes are not UTF-8', 0)
  }
}

/** What is scanned: bytes are read several times as quickly as characters of a text. */
export function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    // Two characters that XML has no place for are scanned as a control character.
    codes[i] = code < BEYOND ? code : code >= 0xfffe ? 1 : BEYOND
  }
  return codes
}

/** Where a comment, processing instruction or declaration that begins at `at` (`<!` or `<?`) ends. */
export function afterMarkup(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === QUERY) {
    const end = text.indexOf('?>', at + 2)
    if (end < 0) {
      throw new XmlFault('a processing instruction has no end', at)
    }
    return end + 2
  }
  if (!text.startsWith('--', at + 2)) {
    throw new XmlFault(text.startsWith('DOCTYPE', at + 2) ? 'a DOCTYPE is not allowed' : 'a declaration is not allowed', at)
  }
  const end = text.indexOf('--', at + 4)
  if (end < 0 || text.charCodeAt(end + 2) !== GT) {
    throw new XmlFault('a comment has no proper end', at)
  }
  return end + 3
}

/** A document before its elements are read: its text, what is scanned of it, and where its first element may begin. */
export type XmlSource = { text: string; codes: Uint8Array; begin: number }

/** Throws XmlFault where the bytes are not UTF-8 or say so themselves. */
export function xmlSource(bytes: Uint8Array): XmlSource {
  const text = xmlText(bytes)
  // Where all is ASCII the bytes are the characters.
  const codes = text.length === bytes.length ? bytes : codesOf(text)
  const begin = afterSpace(codes, 0)
  // Where every byte is ASCII the name of the encoding makes no difference.
  if (codes !== bytes && text.startsWith('<?xml', begin)) {
    const encoding = DECLARED.exec(text.slice(begin, text.indexOf('?>', begin)))?.[1]?.toLowerCase() ?? 'utf-8'
    if (encoding !== 'utf-8' && encoding !== 'utf8') {
      throw new XmlFault('it is written in an encoding other than UTF-8', begin)
    }
  }
  return { text, codes, begin }
}

/** Text made safe for XML 1.0, shared by the writers. */

// XML 1.0 allows tab, line feed, carriage return and everything from U+0020 but surrogates and U+FFFE/FFFF.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const SPECIAL = /[&<>"'\r]/gu
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' }

/** Escape for element content and attributes; characters that XML forbids become U+FFFD. */
export function xmlText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(SPECIAL, (char) => ENTITIES[char]!)
}

import fc from 'fast-check'
import { CAP_CATEGORY, CAP_CERTAINTY, CAP_MSG_TYPE, CAP_RESPONSE, CAP_SCOPE, CAP_SEVERITY, CAP_STATUS, CAP_URGENCY, capTime, type CapAlert } from '../formats/cap.ts'

/** A message with every element there is. */
export const everything: CapAlert = {
  identifier: 'WRN-1.2', sender: 'joc@mission.example', sent: '2026-08-18T12:00:00-00:00', status: 'Exercise', msgType: 'Update', source: 'JOC', scope: 'Restricted', restriction: 'partners', addresses: '"A B" c', code: ['x', 'y'], note: 'a < b & c', references: 'joc@mission.example,WRN-1.1,2026-08-18T11:00:00-00:00', incidents: 'INC-1',
  info: [{
    language: 'fr-FR', category: ['Met', 'Safety'], event: 'Crue', responseType: ['Evacuate', 'Monitor'], urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', audience: 'tous', eventCodes: [{ valueName: 'SAME', value: 'FFA' }], effective: '2026-08-18T12:00:00-00:00', onset: '2026-08-18T13:00:00+01:00', expires: '2026-08-19T12:00:00-00:00',
    senderName: 'Mission', headline: 'Crue', description: 'L’eau monte.', instruction: 'Montez.', web: 'https://mission.example/1', contact: 'JOC', parameters: [{ valueName: 'level', value: '3' }], resources: [{ resourceDesc: 'map', mimeType: 'image/png', size: 10, uri: 'https://mission.example/m.png', derefUri: 'AAAA', digest: 'ab' }],
    areas: [{ areaDesc: 'Rive est', polygons: [[[4.1, 18.1], [4.2, 18.1], [4.2, 18.2], [4.1, 18.1]]], circles: [[4.3, 18.5, 5]], geocodes: [{ valueName: 'pcode', value: 'CF11' }], altitude: 100, ceiling: 200 }],
  }],
}

/**
 * Hold what a reader refuses against what a schema refuses: every single line of the message left out, doubled, and with other
 * text. Answers how many the schema refused, and the lines it refused which the reader took.
 */
export function refusedBoth(xml: string, schema: (xml: string) => boolean, reader: (xml: string) => boolean): { refused: number; taken: string[] } {
  const lines = xml.trimEnd().split('\n').slice(1)
  const changed = lines.flatMap((line, i) => (/^\s*<(\w+)>[^<]*<\/\1>$/.test(line) ? [{ line, xml: lines.toSpliced(i, 1) }, { line, xml: lines.toSpliced(i, 0, line) }, { line, xml: lines.with(i, line.replace(/>[^<]*</, '>§ §<')) }] : []))
  const bad = changed.map((one) => ({ line: one.line, xml: one.xml.join('\n') })).filter((one) => !schema(one.xml))
  return { refused: bad.length, taken: bad.filter((one) => reader(one.xml)).map(({ line }) => line) }
}

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\u0000-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed() && text.trim() !== '')
const token = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/)
const time = fc.integer({ min: 0, max: 4e12 }).map(capTime)
const opt = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const named = fc.array(fc.record({ valueName: word, value: word }), { maxLength: 2 })
const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5)
const ring = fc.array(fc.tuple(degrees(90), degrees(180)), { minLength: 3, maxLength: 5 }).map((corners) => [...corners, corners[0]!])
const area = fc.record({ areaDesc: word, polygons: fc.array(ring, { maxLength: 2 }), circles: fc.array(fc.tuple(degrees(90), degrees(180), fc.integer({ min: 0, max: 500 })), { maxLength: 2 }), geocodes: named })
const resource = fc.record({ resourceDesc: word, mimeType: token, size: fc.nat(), uri: token, derefUri: token, digest: token })
const anyInfo = fc.record({
  language: opt(fc.constantFrom('en-US', 'fr', 'ar')), category: fc.array(fc.constantFrom(...CAP_CATEGORY), { minLength: 1, maxLength: 3 }), event: word, responseType: fc.array(fc.constantFrom(...CAP_RESPONSE), { maxLength: 2 }),
  urgency: fc.constantFrom(...CAP_URGENCY), severity: fc.constantFrom(...CAP_SEVERITY), certainty: fc.constantFrom(...CAP_CERTAINTY), audience: opt(word), eventCodes: named, onset: opt(time), expires: opt(time), senderName: opt(word),
  headline: opt(word), description: opt(word), instruction: opt(word), web: opt(token), contact: opt(word), parameters: named, resources: fc.array(resource, { maxLength: 1 }), areas: fc.array(area, { maxLength: 2 }),
})
/** Any message there may be. */
export const anyCap = fc.record({
  identifier: token, sender: token, sent: time, status: fc.constantFrom(...CAP_STATUS), msgType: fc.constantFrom(...CAP_MSG_TYPE), source: opt(word), scope: fc.constantFrom(...CAP_SCOPE), restriction: word, addresses: word,
  code: fc.array(word, { maxLength: 2 }), note: opt(word), references: time.map((at) => `s,i,${at}`), incidents: opt(word), info: fc.array(anyInfo, { maxLength: 2 }),
}).map((alert) => JSON.parse(JSON.stringify(alert)) as CapAlert)

import { readXmlLines, type XmlNode } from './cap-xml.ts'
import { xmlText } from './xml-text.ts'

/** Common Alerting Protocol 1.2 (OASIS, 1 July 2010): every element of the schema, read, checked line by line, and written in its order. */
export const CAP_NS = 'urn:oasis:names:tc:emergency:cap:1.2'
const OLDER = ['urn:oasis:names:tc:emergency:cap:1.1', 'http://www.incident.com/cap/1.0']

export const CAP_STATUS = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const CAP_MSG_TYPE = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const
export const CAP_SCOPE = ['Public', 'Restricted', 'Private'] as const
export const CAP_CATEGORY = ['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other'] as const
export const CAP_RESPONSE = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'] as const
export const CAP_URGENCY = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const CAP_SEVERITY = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CAP_CERTAINTY = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const

type Named = { valueName: string; value: string }
export type CapResource = { resourceDesc: string; mimeType: string; size?: number; uri?: string; derefUri?: string; digest?: string }
/** `polygons` are rings of [lat, lon], first and last alike; `circles` [lat, lon, radius in km], degrees of WGS 84; altitudes in feet. */
export type CapArea = { areaDesc: string; polygons: [number, number][][]; circles: [number, number, number][]; geocodes: Named[]; altitude?: number; ceiling?: number }
export type CapInfo = {
  language?: string
  category: (typeof CAP_CATEGORY)[number][]
  event: string
  responseType: (typeof CAP_RESPONSE)[number][]
  urgency: (typeof CAP_URGENCY)[number]
  severity: (typeof CAP_SEVERITY)[number]
  certainty: (typeof CAP_CERTAINTY)[number]
  audience?: string
  eventCodes: Named[]
  effective?: string
  onset?: string
  expires?: string
  senderName?: string
  headline?: string
  description?: string
  instruction?: string
  web?: string
  contact?: string
  parameters: Named[]
  resources: CapResource[]
  areas: CapArea[]
}
export type CapAlert = {
  identifier: string
  sender: string
  /** ISO 8601 with a numeric zone, never Z. */
  sent: string
  status: (typeof CAP_STATUS)[number]
  msgType: (typeof CAP_MSG_TYPE)[number]
  source?: string
  scope: (typeof CAP_SCOPE)[number]
  restriction?: string
  addresses?: string
  code: string[]
  note?: string
  /** `sender,identifier,sent` of earlier messages, joined by spaces. */
  references?: string
  incidents?: string
  info: CapInfo[]
  /** An XML signature, kept as it came and not checked. */
  signature?: string
}

/** What is wrong, and the line it stands in (1 is the first). */
export type CapError = { line: number; problem: string }
export type CapRead = { ok: true; alert: CapAlert; notes: CapError[] } | { ok: false; errors: CapError[] }

/** Written as CAP demands: `2026-08-18T12:00:00-00:00`, milliseconds dropped. */
export function capTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}-00:00`
}

/** Of a start tag so much is looked through for attributes. */
const MOST_TAG = 4000

type Rule = { name: string; need?: true; many?: true; check?: (text: string) => string | null }
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/
const oneOf = (list: readonly string[]) => (text: string): string | null => (list.includes(text.trim()) ? null : `must be one of ${list.join(', ')}`)
const time = (given: string): string | null => {
  const text = given.trim()
  if (!TIME.test(text)) {
    return text.endsWith('Z') ? 'must not end in Z: write -00:00 for UTC' : 'must be a time such as 2026-08-18T12:00:00-00:00'
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = text.split(/\D/).map(Number)
  // The end of a day may be written 24:00:00; a zone is at most 14 hours off (XML Schema, dateTime).
  const whole = hour < 24 || (hour === 24 && minute === 0 && second === 0)
  const calendar = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  return calendar && whole && minute < 60 && second < 60 && zoneMinute < 60 && zoneHour * 60 + zoneMinute <= 840 ? null : 'is no time of the calendar'
}
const filled = (text: string): string | null => (text.trim() === '' ? 'must not be empty' : null)
const token = (text: string): string | null => filled(text) ?? (/[\s,<&]/.test(text) ? 'must hold no space, comma, < or &' : null)
const number = (text: string): string | null => (/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(text) ? null : 'must be a number')
const whole = (text: string): string | null => (/^\s*[-+]?\d+\s*$/.test(text) ? null : 'must be a whole number')
const language = (text: string): string | null => (/^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/.test(text.trim()) ? null : 'must be a language such as en-US')
const references = (text: string): string | null => (text.trim().split(/\s+/).every((one) => one.split(',').length === 3 && one.split(',').every((part) => part !== '') && time(one.split(',')[2] ?? '') === null) ? null : 'must be sender,identifier,sent, several joined by spaces')

const ALERT: readonly Rule[] = [
  { name: 'identifier', need: true, check: token }, { name: 'sender', need: true, check: token }, { name: 'sent', need: true, check: time }, { name: 'status', need: true, check: oneOf(CAP_STATUS) },
  { name: 'msgType', need: true, check: oneOf(CAP_MSG_TYPE) }, { name: 'source' }, { name: 'scope', need: true, check: oneOf(CAP_SCOPE) }, { name: 'restriction' }, { name: 'addresses' }, { name: 'code', many: true },
  { name: 'note' }, { name: 'references', check: references }, { name: 'incidents' }, { name: 'info', many: true },
]
const INFO: readonly Rule[] = [
  { name: 'language', check: language }, { name: 'category', need: true, many: true, check: oneOf(CAP_CATEGORY) }, { name: 'event', need: true, check: filled }, { name: 'responseType', many: true, check: oneOf(CAP_RESPONSE) },
  { name: 'urgency', need: true, check: oneOf(CAP_URGENCY) }, { name: 'severity', need: true, check: oneOf(CAP_SEVERITY) }, { name: 'certainty', need: true, check: oneOf(CAP_CERTAINTY) }, { name: 'audience' }, { name: 'eventCode', many: true },
  { name: 'effective', check: time }, { name: 'onset', check: time }, { name: 'expires', check: time }, { name: 'senderName' }, { name: 'headline' }, { name: 'description' }, { name: 'instruction' }, { name: 'web', check: (text) => (/\s/.test(text.trim()) ? 'must be an address' : null) },
  { name: 'contact' }, { name: 'parameter', many: true }, { name: 'resource', many: true }, { name: 'area', many: true },
]
const RESOURCE: readonly Rule[] = [{ name: 'resourceDesc', need: true }, { name: 'mimeType', need: true, check: filled }, { name: 'size', check: whole }, { name: 'uri' }, { name: 'derefUri' }, { name: 'digest' }]
const AREA: readonly Rule[] = [
  { name: 'areaDesc', need: true }, { name: 'polygon', many: true, check: (text) => polygonOf(text).problem }, { name: 'circle', many: true, check: (text) => circleOf(text).problem },
  { name: 'geocode', many: true }, { name: 'altitude', check: number }, { name: 'ceiling', check: number },
]
const NAMED: readonly Rule[] = [{ name: 'valueName', need: true }, { name: 'value', need: true }]
const INSIDE: Record<string, readonly Rule[]> = { info: INFO, resource: RESOURCE, area: AREA, eventCode: NAMED, parameter: NAMED, geocode: NAMED }
/** What an XML signature is called. */
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

/** Read a message and name every error with its line. Older versions (1.0, 1.1) are taken when `older`, with a note that says so. */
export function readCap(bytes: Uint8Array | string, options: { older?: boolean } = {}): CapRead {
  const parsed = readXmlLines(bytes)
  if (!parsed.ok) {
    return { ok: false, errors: [{ line: parsed.line, problem: parsed.problem }] }
  }
  const { root } = parsed
  const errors: CapError[] = []
  const notes: CapError[] = []
  if (root.name !== 'alert') {
    return { ok: false, errors: [{ line: root.line, problem: `the document is <${root.name}>, not <alert>` }] }
  }
  if (root.space !== CAP_NS) {
    const found = { line: root.line, problem: root.space === '' ? `<alert> has no namespace; CAP 1.2 is ${CAP_NS}` : `the namespace is ${root.space}; CAP 1.2 is ${CAP_NS}` }
    if (options.older === true && OLDER.includes(root.space)) {
      notes.push({ ...found, problem: `an older version: ${found.problem}` })
    } else {
      errors.push(found)
    }
  }
  checkChildren(root, ALERT, parsed.source, errors)
  const alert = alertOf(root, parsed.source)
  errors.push(...meaning(alert, root))
  return errors.length > 0 ? { ok: false, errors: errors.sort((a, b) => a.line - b.line) } : { ok: true, alert, notes }
}

/** Messages inside an Atom feed, or the one a document is. */
export function capsOf(bytes: Uint8Array | string): CapRead[] {
  const parsed = readXmlLines(bytes)
  if (!parsed.ok || parsed.root.name === 'alert') {
    return [readCap(bytes, { older: true })]
  }
  const found: CapRead[] = []
  const walk = (node: XmlNode): void => {
    if (node.name === 'alert' && (node.space === CAP_NS || OLDER.includes(node.space))) {
      found.push(readCap(withSpace(parsed.source.slice(node.from, node.to), node), { older: true }))
    } else {
      node.children.forEach(walk)
    }
  }
  walk(parsed.root)
  return found.length > 0 ? found : [{ ok: false, errors: [{ line: parsed.root.line, problem: 'no <alert> is in it' }] }]
}

/** A part cut out of a document keeps the namespace it stood in. */
function withSpace(text: string, node: XmlNode): string {
  const prefix = /^<(?:([^\s:>/]+):)?alert/.exec(text)?.[1]
  const head = prefix === undefined ? `<alert xmlns="${node.space}"` : `<${prefix}:alert xmlns:${prefix}="${node.space}"`
  return /^<[^>]*\sxmlns/.test(text) ? text : text.replace(/^<[^\s>/]+/, head)
}

/** Attributes of a start tag that belong to the message itself: CAP has none. */
function attributesOf({ from }: XmlNode, source: string): string[] {
  const [, list = ''] = /^<[^\s/>]+((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)/.exec(source.slice(from, from + MOST_TAG)) ?? []
  return [...list.matchAll(/([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(([, name = '']) => name).filter((name) => !/^(?:xmlns|xmlns:.*|xsi:.*)$/.test(name))
}

function checkChildren(node: XmlNode, rules: readonly Rule[], source: string, errors: CapError[]): void {
  if (node.text.trim() !== '') {
    errors.push({ line: node.line, problem: `<${node.name}> holds words of its own, where only elements may stand: “${node.text.trim().slice(0, 40)}”` })
  }
  errors.push(...attributesOf(node, source).map((name) => ({ line: node.line, problem: `<${node.name}> has an attribute ${name}; elements of CAP have none` })))
  let reached = 0
  const counts = new Map<string, number>()
  for (const child of node.children) {
    if (child.space === SIGNATURE && node.name === 'alert') {
      continue
    }
    const at = rules.findIndex((rule) => rule.name === child.name && child.space === node.space)
    const rule = rules[at]
    if (!rule) {
      const near = rules.find((one) => one.name.toLowerCase() === child.name.toLowerCase())
      errors.push({ line: child.line, problem: `<${child.name}> does not belong in <${node.name}>${near ? `; did you mean <${near.name}>?` : ''}` })
      continue
    }
    const n = (counts.get(child.name) ?? 0) + 1
    counts.set(child.name, n)
    if (n === 2 && rule.many !== true) {
      errors.push({ line: child.line, problem: `<${child.name}> stands in <${node.name}> more than once` })
    }
    if (at < reached) {
      errors.push({ line: child.line, problem: `<${child.name}> comes too late: it belongs before <${rules[reached]?.name}>` })
    }
    reached = Math.max(reached, at)
    const inside = INSIDE[child.name]
    if (inside) {
      checkChildren(child, inside, source, errors)
    } else {
      errors.push(...attributesOf(child, source).map((name) => ({ line: child.line, problem: `<${child.name}> has an attribute ${name}; elements of CAP have none` })))
      const odd = child.children[0]
      const problem = odd ? `holds <${odd.name}>, where only text may stand` : (rule.check?.(child.text) ?? null)
      if (problem !== null) {
        errors.push({ line: child.line, problem: `<${child.name}> ${problem}${odd || child.text.trim() === '' ? '' : `, not “${child.text.trim().slice(0, 60)}”`}` })
      }
    }
  }
  for (const rule of rules) {
    if (rule.need && !counts.has(rule.name)) {
      errors.push({ line: node.line, problem: `<${rule.name}> is missing in <${node.name}>` })
    }
  }
}

/** What the standard says in words beyond its schema. */
function meaning(alert: CapAlert, root: XmlNode): CapError[] {
  const line = (name: string): number => root.children.find((child) => child.name === name)?.line ?? root.line
  const out: CapError[] = []
  if (alert.scope === 'Restricted' && !alert.restriction?.trim()) {
    out.push({ line: line('scope'), problem: '<restriction> is needed when <scope> is Restricted' })
  }
  if (alert.scope === 'Private' && !alert.addresses?.trim()) {
    out.push({ line: line('scope'), problem: '<addresses> is needed when <scope> is Private' })
  }
  if (['Update', 'Cancel', 'Ack', 'Error'].includes(alert.msgType) && !alert.references?.trim()) {
    out.push({ line: line('msgType'), problem: `<references> is needed when <msgType> is ${alert.msgType}` })
  }
  root.children.filter((child) => child.name === 'info').forEach((node, i) => {
    const info = alert.info[i]
    for (const area of node.children.filter((child) => child.name === 'area')) {
      const [altitude, ceiling] = [area.children.find((one) => one.name === 'altitude'), area.children.find((one) => one.name === 'ceiling')]
      if (ceiling && !altitude) {
        out.push({ line: ceiling.line, problem: '<ceiling> needs an <altitude>' })
      }
    }
    if (info?.expires && info.effective && Date.parse(info.expires) < Date.parse(info.effective)) {
      out.push({ line: node.children.find((child) => child.name === 'expires')?.line ?? node.line, problem: '<expires> lies before <effective>' })
    }
  })
  return out
}

function alertOf(root: XmlNode, source: string): CapAlert {
  const signature = root.children.find((child) => child.space === SIGNATURE)
  return {
    ...(texts(root, ['identifier', 'sender', 'sent', 'status', 'msgType', 'source', 'scope', 'restriction', 'addresses', 'note', 'references', 'incidents']) as Pick<CapAlert, 'identifier' | 'sender' | 'sent' | 'status' | 'msgType' | 'scope'>),
    code: all(root, 'code').map((one) => one.text), info: all(root, 'info').map(infoOf), ...(signature ? { signature: source.slice(signature.from, signature.to) } : {}),
  }
}

function infoOf(node: XmlNode): CapInfo {
  const named = (name: string): Named[] => all(node, name).map((one) => ({ valueName: textOf(one, 'valueName') ?? '', value: textOf(one, 'value') ?? '' }))
  return {
    ...(texts(node, ['language', 'event', 'urgency', 'severity', 'certainty', 'audience', 'effective', 'onset', 'expires', 'senderName', 'headline', 'description', 'instruction', 'web', 'contact']) as Pick<CapInfo, 'event' | 'urgency' | 'severity' | 'certainty'>),
    category: all(node, 'category').map((one) => one.text.trim() as CapInfo['category'][number]), responseType: all(node, 'responseType').map((one) => one.text.trim() as CapInfo['responseType'][number]),
    eventCodes: named('eventCode'), parameters: named('parameter'),
    resources: all(node, 'resource').map((one) => ({ ...(texts(one, ['resourceDesc', 'mimeType', 'uri', 'derefUri', 'digest']) as Pick<CapResource, 'resourceDesc' | 'mimeType'>), ...(textOf(one, 'size') === undefined ? {} : { size: Number(textOf(one, 'size')) }) })),
    areas: all(node, 'area').map((one) => ({
      areaDesc: textOf(one, 'areaDesc') ?? '', polygons: all(one, 'polygon').map((ring) => polygonOf(ring.text).ring), circles: all(one, 'circle').map((circle) => circleOf(circle.text).circle),
      geocodes: all(one, 'geocode').map((code) => ({ valueName: textOf(code, 'valueName') ?? '', value: textOf(code, 'value') ?? '' })),
      ...(textOf(one, 'altitude') === undefined ? {} : { altitude: Number(textOf(one, 'altitude')) }), ...(textOf(one, 'ceiling') === undefined ? {} : { ceiling: Number(textOf(one, 'ceiling')) }),
    })),
  }
}

function polygonOf(text: string): { ring: [number, number][]; problem: string | null } {
  const pairs = text.trim() === '' ? [] : text.trim().split(/\s+/)
  const ring: [number, number][] = []
  for (const pair of pairs) {
    const [, lat, lon] = /^([-+]?\d+(?:\.\d*)?),([-+]?\d+(?:\.\d*)?)$/.exec(pair) ?? []
    if (lat === undefined || lon === undefined || Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) {
      return { ring: [], problem: `must be latitude,longitude pairs joined by spaces; “${pair.slice(0, 40)}” is none` }
    }
    ring.push([Number(lat), Number(lon)])
  }
  const [first, last] = [ring[0], ring.at(-1)]
  return ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1] ? { ring, problem: 'needs four pairs or more, the last like the first' } : { ring, problem: null }
}

function circleOf(text: string): { circle: [number, number, number]; problem: string | null } {
  const [, lat, lon, km] = /^\s*([-+]?\d+(?:\.\d*)?),([-+]?\d+(?:\.\d*)?)\s+(\d+(?:\.\d*)?)\s*$/.exec(text) ?? []
  return km === undefined || Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180 ? { circle: [0, 0, 0], problem: 'must be latitude,longitude and a radius in km' } : { circle: [Number(lat), Number(lon), Number(km)], problem: null }
}

function all(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name)
}

function textOf(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text
}

/** Values in which space around them says nothing (NMTOKEN, dateTime, language). */
const COLLAPSED: ReadonlySet<string> = new Set(['sent', 'status', 'msgType', 'scope', 'language', 'urgency', 'severity', 'certainty', 'effective', 'onset', 'expires'])

function texts(node: XmlNode, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => { const text = textOf(node, name); return text === undefined ? [] : [[name, COLLAPSED.has(name) ? text.trim() : text]] }))
}

/** A message as XML, in the order of the schema. A signature does not outlive being written anew and is left out. */
export function writeCap(alert: CapAlert, options: { declaration?: boolean } = {}): string {
  const lines: string[] = [`<alert xmlns="${CAP_NS}">`]
  const put = (depth: number, name: string, value: string | number | undefined): void => { if (value !== undefined) { lines.push(`${'  '.repeat(depth)}<${name}>${xmlText(String(value))}</${name}>`) } }
  for (const name of ['identifier', 'sender', 'sent', 'status', 'msgType', 'source', 'scope', 'restriction', 'addresses'] as const) {
    put(1, name, alert[name])
  }
  alert.code.forEach((code) => put(1, 'code', code))
  put(1, 'note', alert.note)
  put(1, 'references', alert.references)
  put(1, 'incidents', alert.incidents)
  const named = (depth: number, name: string, list: readonly Named[]): void => list.forEach((one) => {
    lines.push(`${'  '.repeat(depth)}<${name}>`)
    put(depth + 1, 'valueName', one.valueName)
    put(depth + 1, 'value', one.value)
    lines.push(`${'  '.repeat(depth)}</${name}>`)
  })
  for (const info of alert.info) {
    lines.push('  <info>')
    put(2, 'language', info.language)
    info.category.forEach((one) => put(2, 'category', one))
    put(2, 'event', info.event)
    info.responseType.forEach((one) => put(2, 'responseType', one))
    put(2, 'urgency', info.urgency)
    put(2, 'severity', info.severity)
    put(2, 'certainty', info.certainty)
    put(2, 'audience', info.audience)
    named(2, 'eventCode', info.eventCodes)
    for (const name of ['effective', 'onset', 'expires', 'senderName', 'headline', 'description', 'instruction', 'web', 'contact'] as const) {
      put(2, name, info[name])
    }
    named(2, 'parameter', info.parameters)
    for (const resource of info.resources) {
      lines.push('    <resource>')
      for (const name of ['resourceDesc', 'mimeType', 'size', 'uri', 'derefUri', 'digest'] as const) {
        put(3, name, resource[name])
      }
      lines.push('    </resource>')
    }
    for (const area of info.areas) {
      lines.push('    <area>')
      put(3, 'areaDesc', area.areaDesc)
      area.polygons.forEach((ring) => put(3, 'polygon', ring.map(([lat, lon]) => `${plain(lat)},${plain(lon)}`).join(' ')))
      area.circles.forEach(([lat, lon, km]) => put(3, 'circle', `${plain(lat)},${plain(lon)} ${plain(km)}`))
      named(3, 'geocode', area.geocodes)
      put(3, 'altitude', area.altitude)
      put(3, 'ceiling', area.ceiling)
      lines.push('    </area>')
    }
    lines.push('  </info>')
  }
  lines.push('</alert>')
  return `${options.declaration === false ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n'}${lines.join('\n')}\n`
}

/** Without an exponent, which coordinates of CAP do not have. */
function plain(value: number): string {
  return String(Number(value.toFixed(7))).includes('e') ? value.toFixed(7) : String(Number(value.toFixed(7)))
}

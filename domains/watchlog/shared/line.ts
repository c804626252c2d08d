import { parseDtg } from '../../../core/time-dtg.ts'
import type { LogEntry, MEANS } from './entry.ts'

/** What one typed line says; `spans` are nothing but what was read, in order, for showing it back. */
export type ReadLine = {
  at: number
  /** The time was written, not taken from the clock. */
  stamped: boolean
  way: LogEntry['way']
  means?: (typeof MEANS)[number]
  from?: string
  to?: string
  callsign?: string
  text: string
  action?: string
  actionBy?: string
  /** Epoch ms. */
  due?: number
}

const MEANS_WORDS: { [word: string]: (typeof MEANS)[number] } = {
  r: 'RADIO', radio: 'RADIO', p: 'PHONE', tel: 'PHONE', phone: 'PHONE', e: 'EMAIL', mail: 'EMAIL', email: 'EMAIL', s: 'SMS', sms: 'SMS', i: 'IN-PERSON', person: 'IN-PERSON', n: 'SENSOR', sensor: 'SENSOR',
}
const TIME = /^(?:(\d{6}[A-Za-z]\s+[A-Za-z]{3,5}\s+\d{2,4})|(\d{6}[A-Za-z]?)|(\d{4}[A-Za-z])|(\d{1,2}:\d{2}[A-Za-z]?))(?=\s|$)/
const AFTER = /^\+(\d{1,4})(m|min|h)?$/i
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Reads `1345Z r K31>JOC convoy halted !send recovery @JLOC +30`: time, means (r p e s i n or words), from>to, what was said;
 * after `!` what is to be done, `@` by whom, and at the end by when (`+30`, `+2h`, `1430Z`, `14:30`). All but the text may be
 * left out. `desk` tells in from out; `now` in epoch ms, `zone` the mission's.
 */
export function readLine(typed: string, context: { now: number; zone: string; desk: string }): ReadLine {
  let rest = typed.trim()
  const out: ReadLine = { at: context.now, stamped: false, way: 'NOTE', text: '' }
  const time = TIME.exec(rest)
  const read = time ? parseDtg(time[0], context) : null
  if (time && read?.ok) {
    Object.assign(out, { at: read.at, stamped: true })
    rest = rest.slice(time[0].length).trimStart()
  }
  const [, word, after] = /^(\p{L}+)\s+(\S[\s\S]*)$/u.exec(rest) ?? []
  const means = word === undefined ? undefined : MEANS_WORDS[word.toLowerCase()]
  if (means && after !== undefined) {
    out.means = means
    rest = after
  }
  const [whole, from, to] = /^([^\s>]*)>([^\s>]*)(?=\s|$)/.exec(rest) ?? []
  if (whole !== undefined && `${from}${to}` !== '') {
    direct(out, from ?? '', to ?? '', context.desk)
    rest = rest.slice(whole.length).trimStart()
  } else if (out.means) {
    out.way = 'IN'
  }
  const mark = rest.search(/(?:^|\s)!/)
  out.text = (mark < 0 ? rest : rest.slice(0, mark)).trim()
  if (mark >= 0) {
    readAction(out, rest.slice(mark).trim().slice(1).trim(), context)
  }
  return out
}

const REF = /(?<![\p{L}\p{N}#])#([A-Za-z]{2,4}-\d{4}-\d{1,9})(?![\p{L}\p{N}-])/gu

/** Records a line names, `#INC-2026-000123`: their references, each once. The words keep them, for whoever reads the line on paper. */
export function refsIn(text: string): string[] {
  return [...new Set([...text.matchAll(REF)].map((found) => (found[1] ?? '').toUpperCase()))]
}

function direct(out: ReadLine, from: string, to: string, desk: string): void {
  const own = (name: string) => name === '' || name.toLowerCase() === desk.toLowerCase()
  out.way = own(from) && !own(to) ? 'OUT' : 'IN'
  out.from = from === '' ? desk : from
  out.to = to === '' ? desk : to
  const other = out.way === 'OUT' ? to : from
  if (!own(other)) {
    out.callsign = other
  }
}

function readAction(out: ReadLine, words: string, context: { now: number; zone: string }): void {
  const parts = words.split(/\s+/)
  const last = parts.at(-1) ?? ''
  const due = dueOf(last, context)
  if (due !== null) {
    out.due = due
    parts.pop()
  }
  const by = parts.findIndex((part) => part.startsWith('@') && part.length > 1)
  if (by >= 0) {
    out.actionBy = parts.slice(by).join(' ').slice(1)
    parts.splice(by)
  }
  out.action = parts.join(' ')
}

/** A time to come: so many minutes or hours from now, or the next time the clock shows it. */
function dueOf(word: string, context: { now: number; zone: string }): number | null {
  const after = AFTER.exec(word)
  if (after) {
    return context.now + Number(after[1]) * (after[2]?.toLowerCase() === 'h' ? HOUR_MS : 60_000)
  }
  if (TIME.exec(word)?.[0] !== word || /^\d{6}/.test(word)) {
    return null
  }
  // Looked at from a day ahead, a time without a day is the next one.
  const read = parseDtg(word, { now: context.now + DAY_MS, zone: context.zone, toleranceMs: 0 })
  return read.ok ? read.at : null
}

/** The line as an entry of a log; `records` are references it is linked to. */
export function entryOf(line: ReadLine, log: string, records: readonly string[] = []): Omit<LogEntry, 'n' | 'done' | 'voided'> {
  const { at, stamped: _stamped, due, text, action, ...rest } = line
  return { ...rest, log, at: new Date(at).toISOString(), text: text || (action ?? ''), ...(action ? { action } : {}), ...(due === undefined ? {} : { due: new Date(due).toISOString() }), ...(records.length > 0 ? { records: [...records] } : {}) }
}

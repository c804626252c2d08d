import type { AlertChannel } from '../../shared/delivery/channel.ts'
import { DIALECTS, type Dialect, type Value } from '../../shared/delivery/dialects.ts'
import type { Said } from '../../shared/delivery/say.ts'
import { failureOf, refusedWith, WAIT_MS, type Outcome } from './outcome.ts'

type Settings = NonNullable<AlertChannel['sms']>
const MOST_ANSWER = 20_000

/** One text message, in the dialect of the gateway. `report` is where its delivery report is to be sent, null for none. */
export async function sendSms(settings: Settings, secret: string | null, to: string, said: Said, report: string | null): Promise<Outcome> {
  const dialect = DIALECTS[settings.dialect]
  if (!dialect) {
    return { ok: false, because: `no dialect is called ${settings.dialect}`, final: true }
  }
  try {
    const { url, init } = requestOf(dialect, settings, { to, from: settings.from, text: said.short, user: settings.user ?? '', secret: secret ?? '', report: report === null ? '' : `${report}${dialect.reportSuffix ?? ''}` })
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) })
    const text = (await answer.text()).slice(0, MOST_ANSWER)
    if (!answer.ok) {
      return refusedWith(answer.status, withoutNumbers(text))
    }
    if (dialect.accepted !== undefined && !new RegExp(dialect.accepted).test(text)) {
      return { ok: false, because: `the gateway did not take it: ${withoutNumbers(text).replace(/\s+/g, ' ').slice(0, 160)}`, final: false }
    }
    const gateway = idOf(dialect, text)
    return { ok: true, ...(gateway === null ? {} : { gateway }) }
  } catch (error) {
    return failureOf(error)
  }
}

/** The request as the gateway wants it. */
export function requestOf(dialect: Dialect, settings: Pick<Settings, 'url'>, values: Record<Value, string>): { url: string; init: RequestInit } {
  const fields = Object.entries({ ...Object.fromEntries(Object.entries(dialect.fields).map(([name, value]) => [name, values[value]])), ...dialect.fixed }).filter(([, value]) => value !== '')
  const headers: Record<string, string> = { accept: '*/*' }
  if (dialect.auth === 'basic') {
    headers['authorization'] = `Basic ${Buffer.from(`${values.user}:${values.secret}`).toString('base64')}`
  } else if (dialect.auth === 'bearer') {
    headers['authorization'] = `Bearer ${values.secret}`
  }
  if (dialect.fieldsIn === 'query') {
    const url = new URL(settings.url)
    fields.forEach(([name, value]) => url.searchParams.append(name, value))
    return { url: url.href, init: { method: dialect.method, headers } }
  }
  const json = dialect.fieldsIn === 'json'
  headers['content-type'] = json ? 'application/json' : 'application/x-www-form-urlencoded'
  return { url: settings.url, init: { method: dialect.method, headers, body: json ? JSON.stringify(Object.fromEntries(fields)) : new URLSearchParams(fields).toString() } }
}

/** What a delivery report says: it arrived, it did not and why, or nothing final yet (null). */
export function readReport(dialect: Dialect, fields: Readonly<Record<string, string>>): { arrived: boolean; because: string } | null {
  const state = (fields[dialect.report.field] ?? '').toLowerCase()
  const reason = dialect.report.reason === undefined ? '' : (fields[dialect.report.reason] ?? '')
  return dialect.report.delivered.includes(state) ? { arrived: true, because: '' } : dialect.report.failed.includes(state) ? { arrived: false, because: `the gateway reports ${state}${reason === '' ? '' : ` (${reason})`}`.slice(0, 200) } : null
}

function idOf(dialect: Dialect, text: string): string | null {
  if (!dialect.id) {
    return null
  }
  if ('match' in dialect.id) {
    return new RegExp(dialect.id.match).exec(text)?.[1]?.slice(0, 200) ?? null
  }
  try {
    const found = (JSON.parse(text) as Record<string, unknown>)[dialect.id.json]
    return found === undefined ? null : String(found).slice(0, 200)
  } catch {
    return null
  }
}

function withoutNumbers(text: string): string {
  return text.replace(/\+?\d{6,}/g, '…')
}

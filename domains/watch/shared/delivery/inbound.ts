import type { Dialect } from './dialects.ts'

/** What gateways call the sender, the words and the message's own number. */
const NAMES = {
  from: ['from', 'From', 'msisdn', 'sender', 'originator', 'source'],
  text: ['text', 'Body', 'body', 'message', 'content'],
  id: ['id', 'MessageSid', 'messageId', 'message_id', 'messageid', 'uuid'],
} as const
const MOST_TEXT = 1600

/** Fields of the address and of the body, whichever way a gateway sends them: a query, a form or JSON. */
export function readFields(url: string, body: unknown): Record<string, string> {
  const at = url.indexOf('?')
  const said = (value: unknown): string[] => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : [])
  const more: [string, string][] = typeof body === 'string' ? [...new URLSearchParams(body)] : typeof body === 'object' && body !== null ? Object.entries(body).flatMap(([name, value]) => said(value).map((word): [string, string] => [name, word])) : []
  return { ...Object.fromEntries(new URLSearchParams(at < 0 ? '' : url.slice(at + 1))), ...Object.fromEntries(more) }
}

/** Sender, words and number of a message: by the names of the dialect, else by those other gateways use. Null without sender or words. */
export function readMessage(fields: Readonly<Record<string, string>>, dialect?: Pick<Dialect, 'inbound'>): { from: string; text: string; id: string | null } | null {
  const word = (what: keyof typeof NAMES): string | null => [...(dialect ? [dialect.inbound[what]] : []), ...NAMES[what]].map((name) => (fields[name] ?? '').trim().slice(0, MOST_TEXT)).find((value) => value !== '') ?? null
  const [from, text] = [word('from'), word('text')]
  return from === null || text === null ? null : { from, text, id: word('id') }
}

/** The same number however it is written: digits alone, without the sign or zeros of an international prefix. */
export function numberKey(number: string): string {
  return number.replace(/[^\d+]/g, '').replace(/^(\+|00)/, '')
}

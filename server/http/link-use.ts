import type { App } from './app-context.ts'
import type { Call } from './endpoint.ts'

const HOUR_MS = 3_600_000
const told = new WeakMap<App, Map<string, number>>()

/**
 * Write on the mission's record that a link was used, with its name as the purpose: once an hour for each token and
 * format, because programs ask every few seconds. Does nothing for other callers.
 */
export async function noteLinkUse(call: Pick<Call, 'app' | 'caller' | 'now'>, format: string, kind: string, count: number): Promise<void> {
  const { app, caller, now } = call
  if (!caller?.link) {
    return
  }
  const uses = told.get(app) ?? new Map<string, number>()
  told.set(app, uses)
  const key = `${caller.link.id} ${format} ${kind}`
  if (now - (uses.get(key) ?? 0) >= HOUR_MS) {
    uses.set(key, now)
    await app.store.audit({ ...caller.reader, purpose: `link: ${caller.link.name}` }, ['mission'], 'export', { format, count, of: kind })
  }
}

import type { Text } from '../../../core/i18n.ts'
import { SYSTEM, type App, type Crossed, type Service } from '../../../server/face.ts'
import { alertId, escalateAlert, isRaisedAlready, isWaiting, raiseAlert, type Alert } from '../contract.ts'

/** Follow the clocks of the node: an alert nobody saw in time stands higher, any other deadline that passes raises an alert, also one of the chain of a community's alert. */
export async function startEscalation(app: App): Promise<Service> {
  const stop = app.clocks.onCrossed((crossed) => escalate(app, crossed))
  return { close: async () => stop() }
}

async function escalate(app: App, { id, earlier, clock, rule, rung, record }: Crossed): Promise<void> {
  if (rung.what === 'warn' || rule.ownAlerts) {
    return
  }
  try {
    const alert = record.kind === 'alert' ? (record.data as unknown as Alert) : null
    if (alert === null || (alert.community && clock.name !== 'acknowledge')) {
      const severity = rung.what === 'due' ? 3 : 4
      const unseen = await waitingOf(app, record.id, earlier)
      const [higher] = unseen === null ? [] : await app.store.commit(SYSTEM, [escalateAlert(unseen, id, severity, rung.at)])
      // Seen just then, it has had its answer and this step asks anew; done before, it was decided then.
      if (!higher || (!higher.again && !isWaiting(higher.record.data as unknown as Alert))) {
        await app.store.commit(SYSTEM, [raiseAlert({
          rule: 'clock', subject: record.id, episode: id, severity, title: titled(rule.label, record.ref), place: null,
          at: rung.at, handling: record.handling, area: record.area, record: record.id, ...(record.data['drill'] === true ? { drill: true } : {}),
        })])
      }
    } else if (clock.name === 'acknowledge') {
      await app.store.commit(SYSTEM, [escalateAlert(record.id, id, rung.what === 'due' ? null : 5, rung.at)])
    }
  } catch (error) {
    // Told a second time, after a process had ended between doing and noting it.
    if (!isRaisedAlready(error)) {
      throw error
    }
  }
}

/** The alert of an earlier step that nobody has seen yet: the deadline is told of once. One that was seen has had its answer, so a later step asks anew. */
async function waitingOf(app: App, subject: string, earlier: readonly string[]): Promise<string | null> {
  for (const episode of earlier) {
    const id = alertId({ rule: 'clock', subject, episode })
    const seen = await app.store.get(SYSTEM, id)
    if (seen) {
      return isWaiting(seen.record.data as unknown as Alert) ? id : null
    }
  }
  return null
}

/** The deadline and the reference: who may read alerts may not therefore read what the record says. */
function titled(label: Text, ref: string): Text {
  return { en: `Overdue: ${label.en} (${ref})`, fr: `Échéance dépassée : ${label.fr} (${ref})`, es: `Plazo vencido: ${label.es ?? label.en} (${ref})`, ar: `انقضت المهلة: ${label.ar ?? label.en} (${ref})` }
}

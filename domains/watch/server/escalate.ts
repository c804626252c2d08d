import type { Text } from '../../../core/i18n.ts'
import { SYSTEM, type App, type Crossed, type Service } from '../../../server/face.ts'
import { escalateAlert, isRaisedAlready, raiseAlert } from '../contract.ts'

/** Follow the clocks of the node: an alert nobody saw in time stands higher, any other deadline that passes raises an alert. */
export async function startEscalation(app: App): Promise<Service> {
  const stop = app.clocks.onCrossed((crossed) => escalate(app, crossed))
  return { close: async () => stop() }
}

async function escalate(app: App, { id, clock, rule, rung, record }: Crossed): Promise<void> {
  if (rung.what === 'warn' || rule.ownAlerts) {
    return
  }
  try {
    if (record.kind !== 'alert') {
      await app.store.commit(SYSTEM, [raiseAlert({
        rule: 'clock', subject: record.id, episode: id, severity: rung.what === 'due' ? 3 : 4, title: titled(rule.label, record.ref), place: null,
        at: rung.at, handling: record.handling, area: record.area, record: record.id, ...(record.data['drill'] === true ? { drill: true } : {}),
      })])
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

/** The deadline and the reference: who may read alerts may not therefore read what the record says. */
function titled(label: Text, ref: string): Text {
  return { en: `Overdue: ${label.en} (${ref})`, fr: `Échéance dépassée : ${label.fr} (${ref})`, es: `Plazo vencido: ${label.es ?? label.en} (${ref})`, ar: `انقضت المهلة: ${label.ar ?? label.en} (${ref})` }
}

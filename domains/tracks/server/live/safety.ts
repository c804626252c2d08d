import type { FeedConfig } from '../../../../core/feed-config.ts'
import type { Text } from '../../../../core/i18n.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import type { Technology } from '../../../oversight/contract.ts'
import { endAlert, raiseAlert, stateOf, type Alert, type AlertKey } from '../../../watch/contract.ts'
import { Raiser } from '../rules/raise.ts'

/** Rule of the alerts this raises, and the words before a feed's id in their subject. */
export const FEED_SILENT = 'feed-silent'
const SUBJECT = 'feed:'
const LOOK_MS = 5_000
const STANDARD_SILENT_S = 300
const MOST_OPEN = 1000

/** The watch over the sensors that people's safety hangs on. */
export type Safety = Service & {
  /** Look at every feed now. */
  look(): void
  /** Resolves when the registers are followed and every alert is written. */
  settled(): Promise<void>
}

type Watched = { open: AlertKey | null; /** Since when it has been expected to say something, epoch ms. */ since: number; expected: boolean }

const started = new WeakMap<App, Safety>()

/** The watch of a node that was started; undefined before. */
export function safetyOf(app: App): Safety | undefined {
  return started.get(app)
}

/**
 * Does somebody's safety hang on this feed? `safety` in its options says so either way; else every radar's does. `type` is that of
 * its technology in the register.
 */
export function isSafety(config: Pick<FeedConfig, 'options'>, type: string | undefined): boolean {
  const said = config.options?.['safety']
  return typeof said === 'boolean' ? said : type === 'radar'
}

/**
 * A feed that safety hangs on and that has said nothing newer for its `silentAfterS` raises one alert of severity 5, whatever the
 * cause: the line, the sensor, its clock, a consent that ran out. Only switching it off, or retracting it, is somebody's own doing
 * and raises none. What is newer ends it.
 */
export async function startSafety(app: App): Promise<Safety> {
  const raiser = new Raiser(app)
  const types = new Map<string, string>()
  const watched = new Map<string, Watched>()
  const technology = ({ data }: VigieRecord): void => {
    const { code, type } = data as unknown as Technology
    types.set(code, type)
  }
  const feed = (id: string): Watched => {
    const known = watched.get(id) ?? { open: null, since: app.clock(), expected: false }
    watched.set(id, known)
    return known
  }
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'technology' })) {
    technology(record)
  }
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'feed' })) {
    feed(record.id)
  }
  const { items } = await app.store.list(SYSTEM, { kind: 'alert', where: { rule: [FEED_SILENT] }, sort: { by: 'logged', dir: 'desc' }, limit: MOST_OPEN })
  for (const { record } of items) {
    const alert = record.data as unknown as Alert
    if (alert.endedAt === undefined && stateOf(alert) !== 'closed') {
      feed(alert.subject.slice(SUBJECT.length)).open = { rule: alert.rule, subject: alert.subject, episode: alert.episode }
    }
  }

  const look = (): void => {
    const now = app.clock()
    if (!app.lead.held) {
      // Here nothing is heard; the process that hears watches.
      watched.forEach((one) => { one.expected = false })
      return
    }
    for (const [id, one] of watched) {
      const view = app.feeds.get(id)
      const expected = view !== null && view.config.enabled && isSafety(view.config, types.get(view.config.technology))
      if (expected && !one.expected) {
        one.since = now
      }
      one.expected = expected
      const newest = app.feeds.run(id)?.health().newest ?? null
      const limit = (view?.config.silentAfterS ?? STANDARD_SILENT_S) * 1000
      const silent = expected && now - (newest ?? one.since) > limit
      if (one.open !== null && !silent) {
        const { open } = one
        raiser.put(() => endAlert(app.store, SYSTEM, open, now))
        one.open = null
      } else if (one.open === null && silent && now - one.since > limit) {
        const at = newest ?? one.since
        one.open = { rule: FEED_SILENT, subject: `${SUBJECT}${id}`, episode: new Date(at).toISOString() }
        raiser.put(raiseAlert({ ...one.open, severity: 5, title: titleOf(view.config.name), text: textOf(newest, one.since), place: null, at: now, handling: view.handling, area: view.area, record: id }))
      }
    }
  }
  const stopCommits = app.store.onCommit((batch) => {
    for (const { record } of batch.changes) {
      if (record.kind === 'technology') {
        technology(record)
      } else if (record.kind === 'feed') {
        feed(record.id)
      }
    }
  })
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  const safety: Safety = {
    look,
    settled: () => raiser.settled(),
    async close() {
      clearInterval(timer)
      stopCommits()
      await raiser.close()
    },
  }
  started.set(app, safety)
  return safety
}

function titleOf(name: string): Text {
  return { en: `Safety sensor silent: ${name}`, fr: `Capteur de sécurité muet : ${name}`, es: `Sensor de seguridad en silencio: ${name}`, ar: `صمت جهاز استشعار السلامة: ${name}` }
}

function textOf(newest: number | null, since: number): Text {
  const time = `${new Date(newest ?? since).toISOString().slice(0, 16).replace('T', ' ')}Z`
  return newest === null
    ? { en: `Nothing has come since ${time}. Do not count on its warning; tell those it protects, and see its feed for the cause.`, fr: `Rien n’est arrivé depuis ${time}. Ne comptez pas sur son alerte ; prévenez ceux qu’il protège et voyez la cause à la page du flux.`, es: `No ha llegado nada desde ${time}. No cuente con su aviso; informe a quienes protege y vea la causa en la página de la fuente.`, ar: `لم يصل شيء منذ ${time}. لا تعتمد على إنذاره؛ أبلغ من يحميهم واطّلع على السبب في صفحة التغذية.` }
    : { en: `Its newest data is of ${time}. Do not count on its warning; tell those it protects, and see its feed for the cause.`, fr: `Ses données les plus récentes datent de ${time}. Ne comptez pas sur son alerte ; prévenez ceux qu’il protège et voyez la cause à la page du flux.`, es: `Sus datos más recientes son de ${time}. No cuente con su aviso; informe a quienes protege y vea la causa en la página de la fuente.`, ar: `أحدث بياناته من ${time}. لا تعتمد على إنذاره؛ أبلغ من يحميهم واطّلع على السبب في صفحة التغذية.` }
}

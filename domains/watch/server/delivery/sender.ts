import { createHmac } from 'node:crypto'
import { levelRank, type Handling } from '../../../../core/handling.ts'
import { Problem } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, veiledRecord, type App } from '../../../../server/face.ts'
import type { Alert } from '../../shared/alert.ts'
import type { AlertChannel } from '../../shared/delivery/channel.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { sayAlert, saySubject, sayTest, type Said } from '../../shared/delivery/say.ts'
import { subjectOf, tellableOf } from '../../shared/delivery/subjects.ts'
import { Mailer } from '../channels/email.ts'
import type { Outcome } from '../channels/outcome.ts'
import { Push } from '../channels/push.ts'
import { sendSms } from '../channels/sms.ts'
import { sendWebhook } from '../channels/webhook.ts'
import type { Directory } from './directory.ts'
import { isDrill } from './recipients.ts'

const SECRET = 'alert-channel.secret.'
const REPORTS = 'alert-channel.reports'

export type Sent = { outcome: Outcome; via: string | null }
type Way = { record: VigieRecord; data: AlertChannel }

/**
 * The one place where a notice leaves the node. Whatever was planned, it is asked again here whether the alert is a drill and the
 * recipient takes part, whether the channel's technology may run, and what its words may be: none that is kept from anybody by now.
 */
export class Sender {
  readonly push: Push
  readonly #app: App
  readonly #directory: Directory
  readonly #mailers = new Map<string, Mailer>()
  #reports: Promise<string> | null = null

  constructor(app: App, directory: Directory) {
    this.#app = app
    this.#directory = directory
    this.push = new Push(app)
  }

  /** Send a notice once. Never throws. */
  async send(id: string, notice: Notice): Promise<Sent> {
    try {
      return await this.#send(id, notice)
    } catch (error) {
      this.#app.log.error({ err: error, notice: id }, 'a notice could not be sent')
      return { outcome: { ok: false, because: 'the node could not prepare it; see its log', final: false }, via: null }
    }
  }

  /** A test of a channel to one address: says nothing but that it is one. */
  async test(channel: Way, to: { address: string } | { account: string }, locale: 'en' | 'fr' | 'es' | 'ar', id: string): Promise<Outcome> {
    const refused = this.#refused(channel)
    const said = sayTest(locale, this.#directory.mission.name)
    return refused ?? this.#out(channel, said, { address: 'address' in to ? to.address : null, account: 'account' in to ? to.account : null }, { id, urgent: false, body: { test: true, text: said.short } })
  }

  async secret(channel: string): Promise<string | null> {
    return this.#app.store.side.secretSetting(SECRET + channel)
  }

  async setSecret(channel: string, secret: string): Promise<void> {
    await this.#app.store.side.setSecretSetting(SECRET + channel, secret)
  }

  /** What a gateway must show to say something of a notice (or, of its channel, that a message came in). */
  async reportKey(what: string): Promise<string> {
    // Of many messages that go out first, all have the key that is kept.
    this.#reports ??= this.#readReports().finally(() => { this.#reports = null })
    return createHmac('sha256', await this.#reports).update(what).digest('hex').slice(0, 32)
  }

  async #readReports(): Promise<string> {
    const { side } = this.#app.store
    const kept = await side.secretSetting(REPORTS)
    if (kept !== null) {
      return kept
    }
    const made = crypto.randomUUID() + crypto.randomUUID()
    await side.setSecretSetting(REPORTS, made)
    return made
  }

  close(): void {
    this.#mailers.forEach((mailer) => mailer.close())
  }

  async #send(id: string, notice: Notice): Promise<Sent> {
    const directory = await this.#directory.fresh()
    const contact = notice.recipient.contact === null ? undefined : directory.contacts.get(notice.recipient.contact)
    const alerts = (await Promise.all(notice.alerts.slice(0, 1).map((one) => this.#app.store.get(SYSTEM, one)))).flatMap((seen) => (seen ? [veiledRecord(seen.record, this.#app.store.openly())] : []))
    const [record] = alerts
    if (!record) {
      return never('the alert is not there any more')
    }
    const subject = record.kind === 'alert' ? null : subjectOf(this.#app, record)
    const alert = tellableOf(this.#app, record)
    if (!alert) {
      return never('there is nothing to be said of it any more')
    }
    const drill = isDrill(directory, alert, record) || notice.drill === true
    if (drill && contact?.data.drill !== true) {
      return never('a drill reaches only those who take part in drills')
    }
    if (notice.recipient.account !== null && !directory.accounts.has(notice.recipient.account)) {
      return never('the account is not in use any more')
    }
    const channels = directory.channels.filter(({ data }) => data.type === notice.channel && data.enabled)
    if (channels.length === 0) {
      return never('no such channel is in service')
    }
    const address = notice.channel === 'push' ? null : (contact?.data.addresses?.[notice.channel] ?? null)
    if (address === null && notice.channel !== 'push') {
      return never('there is no address for this channel any more')
    }
    let last: Sent = never('no such channel is in service')
    // Several of a kind are tried one after the other: a second gateway stands in for the first.
    for (const channel of channels) {
      const refused = this.#refused(channel)
      const plain = mayCarry(channel.data.carries, record.handling)
      const url = this.#app.config.publicUrl === null ? null : `${this.#app.config.publicUrl.replace(/\/$/, '')}${subject?.path ?? `/records/${record.ref}`}`
      const { name: mission, zone } = directory.mission
      const said = subject
        ? saySubject({ ref: record.ref, subject, drill, plain, url, mission, files: plain && notice.channel === 'email' && !refused ? ((await subject.files?.()) ?? []) : [] }, notice.recipient.locale)
        : sayAlert({ ref: record.ref, alert: record.data as unknown as Alert, count: notice.count, drill, plain, url, mission, zone }, notice.recipient.locale)
      const body = { notice: id, ref: record.ref, severity: alert.severity, sos: alert.sos === true, drill, count: notice.count, at: alert.at, ...(plain ? { title: alert.title, ...(alert.text ? { text: alert.text } : {}), ...(alert.place ? { place: alert.place } : {}) } : {}), ...(url === null ? {} : { url }) }
      const outcome = refused ?? await this.#out(channel, said, { address, account: notice.recipient.account }, { id, urgent: alert.sos === true || alert.severity >= 4, body })
      last = { outcome, via: channel.record.id }
      if (outcome.ok || outcome.final) {
        return last
      }
    }
    return last
  }

  #refused({ data }: Way): Outcome | null {
    try {
      if (data.technology !== undefined) {
        this.#app.gate.allow(data.technology)
      }
      return null
    } catch (error) {
      return { ok: false, because: (error instanceof Problem ? error.message : 'it may not run').slice(0, 300), final: false }
    }
  }

  async #out({ record, data }: Way, said: Said, to: { address: string | null; account: string | null }, more: { id: string; urgent: boolean; body: object }): Promise<Outcome> {
    const secret = await this.secret(record.id)
    const address = to.address ?? ''
    if (data.type === 'email' && data.email) {
      const mailer = this.#mailers.get(record.id) ?? new Mailer()
      this.#mailers.set(record.id, mailer)
      return mailer.send(data.email, secret, address, said, more.id)
    }
    if (data.type === 'sms' && data.sms) {
      const base = this.#app.config.publicUrl
      const report = base === null ? null : `${base.replace(/\/$/, '')}/api/alerts/reports/${record.id}?notice=${more.id}&key=${await this.reportKey(more.id)}`
      return sendSms(data.sms, secret, address, said, report)
    }
    if (data.type === 'webhook') {
      return secret === null ? { ok: false, because: 'the channel has no key to sign with', final: false } : sendWebhook(address, secret, JSON.stringify({ ...more.body, sentAt: new Date(this.#app.clock()).toISOString() }), more.id, this.#app.clock())
    }
    if (data.type === 'push' && data.push && to.account !== null) {
      // What a browser shows lies open on a locked screen: never the words of an alert.
      return this.push.send(to.account, data.push.subject, JSON.stringify({ id: more.id, ...pick(more.body) }), more.urgent)
    }
    return { ok: false, because: 'the channel is not set up', final: true }
  }
}

/** May the words of a record go out by a channel that carries up to this level? What is compartmented or has a caveat never does. */
export function mayCarry(carries: AlertChannel['carries'], handling: Handling): boolean {
  return handling.compartments.length === 0 && handling.caveats.length === 0 && levelRank(handling.level) <= levelRank(carries)
}


function pick(body: object): object {
  const { ref, severity, sos, drill, count, test } = body as Record<string, unknown>
  return { ref, severity, sos, drill, count, ...(test === true ? { test } : {}) }
}

function never(because: string): Sent {
  return { outcome: { ok: false, because, final: true }, via: null }
}

import type { App } from '../../../../server/face.ts'
import type { Outcome } from './outcome.ts'

const KEYS = 'alert-push.vapid'
const PREFIX = 'alert-push.of.'
/** Browsers one account may have. */
export const MOST_BROWSERS = 10
const TTL_S = 6 * 3600

export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }
export type Browser = { id: string; name: string; at: string; subscription: Subscription }
type Keys = { publicKey: string; privateKey: string }

/** Notices to browsers by the push service of their maker, which sees neither words nor names: the notice is closed for the browser alone. */
export class Push {
  readonly #app: App
  #keys: Promise<Keys> | null = null

  constructor(app: App) {
    this.#app = app
  }

  /** The node's own key, made when it is first needed. */
  keys(): Promise<Keys> {
    this.#keys ??= this.#readKeys().catch((error: unknown) => {
      // A store that was busy once is asked again.
      this.#keys = null
      throw error
    })
    return this.#keys
  }

  async browsersOf(account: string): Promise<Browser[]> {
    return JSON.parse((await this.#app.store.side.secretSetting(PREFIX + account)) ?? '[]') as Browser[]
  }

  async keep(account: string, browsers: readonly Browser[]): Promise<void> {
    await this.#app.store.side.setSecretSetting(PREFIX + account, JSON.stringify(browsers.slice(-MOST_BROWSERS)))
  }

  /** To every browser of an account; sent when one of them took it. Those that are gone are forgotten. */
  async send(account: string, subject: string, payload: string, urgent: boolean): Promise<Outcome> {
    const browsers = await this.browsersOf(account)
    if (browsers.length === 0) {
      return { ok: false, because: 'no browser of theirs takes notices', final: true }
    }
    const { sendNotification } = (await import('web-push')).default
    const { publicKey, privateKey } = await this.keys()
    const outcomes = await Promise.all(browsers.map(async ({ id, subscription }) => {
      try {
        await sendNotification(subscription, payload, { vapidDetails: { subject, publicKey, privateKey }, TTL: TTL_S, urgency: urgent ? 'high' : 'normal', timeout: 15_000, contentEncoding: 'aes128gcm' })
        return { id, ok: true, status: 201 }
      } catch (error) {
        return { id, ok: false, status: (error as { statusCode?: number }).statusCode ?? 0 }
      }
    }))
    const gone = outcomes.filter(({ status }) => status === 404 || status === 410).map(({ id }) => id)
    if (gone.length > 0) {
      await this.keep(account, (await this.browsersOf(account)).filter(({ id }) => !gone.includes(id)))
    }
    if (outcomes.some(({ ok }) => ok)) {
      return { ok: true }
    }
    const [status] = outcomes.map((one) => one.status)
    return gone.length === outcomes.length ? { ok: false, because: 'their browsers no longer take notices', final: true } : { ok: false, because: status ? `the push service answered ${status}` : 'the push service was not reached', final: false }
  }

  async #readKeys(): Promise<Keys> {
    const { side } = this.#app.store
    const kept = await side.secretSetting(KEYS)
    if (kept !== null) {
      return JSON.parse(kept) as Keys
    }
    const made = (await import('web-push')).default.generateVAPIDKeys()
    await side.setSecretSetting(KEYS, JSON.stringify(made))
    return made
  }
}

import type { Transporter } from 'nodemailer'
import type { AlertChannel } from '../../shared/delivery/channel.ts'
import type { Said } from '../../shared/delivery/say.ts'
import { WAIT_MS, type Outcome } from './outcome.ts'

type Settings = NonNullable<AlertChannel['email']>
/** Connections kept open to one mail server, and messages sent over one of them before it is opened anew. */
const CONNECTIONS = 5
const PER_CONNECTION = 100

/** Mail over SMTP; one pool of connections for a channel, made again when its settings change. */
export class Mailer {
  #made: { print: string; transport: Transporter } | null = null

  /** `id` becomes the Message-ID, so that a message sent twice after a crash is seen to be the same. */
  async send(settings: Settings, secret: string | null, to: string, said: Said, id: string): Promise<Outcome> {
    const transport = await this.#transport(settings, secret)
    const domain = settings.from.slice(settings.from.indexOf('@') + 1)
    try {
      const info = await transport.sendMail({
        from: settings.from, to, subject: said.subject.replace(/[\r\n]+/g, ' '), text: said.text, messageId: `<${id}@${domain}>`,
        ...(said.files && said.files.length > 0 ? { attachments: said.files.map(({ name, type, bytes }) => ({ filename: name, contentType: type, content: Buffer.from(bytes) })) } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Importance': 'high' },
      }) as { response?: string }
      return { ok: true, gateway: String(info.response ?? '').slice(0, 200) }
    } catch (error) {
      const { responseCode, response, code } = error as { responseCode?: number; response?: string; code?: string }
      if (responseCode !== undefined) {
        // 4xx is "later", 5xx "never"; but a refused sign-in (535) is mended by the administrator.
        return { ok: false, because: `the mail server answered ${responseCode}: ${plain(response, to)}`.slice(0, 300), final: responseCode >= 500 && code !== 'EAUTH' }
      }
      return { ok: false, because: `mail server: ${code ?? 'the connection failed'}${code === 'ETLS' || code === 'ESOCKET' ? ` (${plain((error as Error).message, to)})` : ''}`.slice(0, 300), final: false }
    }
  }

  close(): void {
    this.#made?.transport.close()
    this.#made = null
  }

  async #transport(settings: Settings, secret: string | null): Promise<Transporter> {
    const print = JSON.stringify([settings, secret])
    const { createTransport } = this.#made?.print === print ? { createTransport: null } : await import('nodemailer')
    // Another letter may have made it while the library was loaded: closing that one would lose the letter.
    if (createTransport && this.#made?.print !== print) {
      this.close()
      const { host, port, security, user, ca } = settings
      this.#made = {
        print,
        transport: createTransport({
          host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
          ...(user === undefined ? {} : { auth: { user, pass: secret ?? '' } }), tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
          pool: true, maxConnections: CONNECTIONS, maxMessages: PER_CONNECTION, connectionTimeout: WAIT_MS, greetingTimeout: WAIT_MS, socketTimeout: WAIT_MS * 2, disableFileAccess: true, disableUrlAccess: true,
        }),
      }
    }
    return (this.#made as { transport: Transporter }).transport
  }
}

/** Servers repeat the address they refuse. */
function plain(text: string | undefined, to: string): string {
  return String(text ?? '').replaceAll(to, '…').replace(/[^\s<>]+@[^\s<>]+/g, '…').replace(/\s+/g, ' ').slice(0, 160)
}

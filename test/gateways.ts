import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Got = { method: string; url: URL; headers: IncomingMessage['headers']; body: string }
type Answer = { status: number; body: string }
export type HttpGateway = { url: string; got: Got[]; /** What is answered; default 200 with an id. */ answer: (got: Got, n: number) => Answer | Promise<Answer>; close(): Promise<void> }

/** A gateway over HTTP on this machine that keeps what it was asked. */
export async function httpGateway(): Promise<HttpGateway> {
  const got: Got[] = []
  const gateway: HttpGateway = { url: '', got, answer: () => ({ status: 200, body: '{"sid":"SM1"}' }), close: () => stop(server) }
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part)).on('end', async () => {
      const one: Got = { method: request.method ?? '', url: new URL(request.url ?? '/', 'http://gateway'), headers: request.headers, body: Buffer.concat(parts).toString() }
      got.push(one)
      const { status, body } = await gateway.answer(one, got.length)
      reply.writeHead(status, { 'content-type': 'text/plain' }).end(body)
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return gateway
}

export type MailGateway = { port: number; got: { to: string[]; text: string }[]; /** Refuses a recipient with this answer. */ refuse: (to: string) => { code: number; text: string } | null; close(): Promise<void> }

/** A mail server on this machine that keeps what it was given. */
export async function mailGateway(): Promise<MailGateway> {
  const gateway: MailGateway = { port: 0, got: [], refuse: () => null, close: () => new Promise((resolve) => { server.close(() => resolve()) }) }
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onRcptTo({ address }, _session, done) {
      const refused = gateway.refuse(address)
      done(refused ? Object.assign(new Error(refused.text), { responseCode: refused.code }) : null)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        gateway.got.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString() })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  gateway.port = (server.server.address() as AddressInfo).port
  return gateway
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => { server.close(resolve) })
}

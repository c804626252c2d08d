import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'

/** A node as it is after an upgrade: once `upgrade` was called, the page's worker that it gives out is another one. */
export type NextEdition = { url: string; upgrade(): void; close(): Promise<void> }

/** Stands before a node on this machine and passes everything on, WebSocket too. */
export async function nextEdition(target: number): Promise<NextEdition> {
  let upgraded = false
  const sockets = new Set<net.Socket>()
  const server = http.createServer((request, response) => {
    const newer = upgraded && request.url === '/sw.js'
    const { 'if-none-match': known, ...asks } = request.headers
    const asked = http.request({ host: '127.0.0.1', port: target, path: request.url, method: request.method, headers: { ...asks, ...(newer || known === undefined ? {} : { 'if-none-match': known }), 'accept-encoding': 'identity' } }, (answer) => {
      const { 'content-length': length, etag, ...headers } = answer.headers
      response.writeHead(answer.statusCode ?? 502, newer ? headers : { ...headers, ...(length === undefined ? {} : { 'content-length': length }), ...(etag === undefined ? {} : { etag }) })
      if (!newer) {
        answer.pipe(response)
        return
      }
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      // Another mark of the build is another edition, with a cache of its own.
      answer.on('end', () => response.end(Buffer.concat(parts).toString().replace(/vigie-(?=\$\{)/, 'vigie-next')))
    })
    asked.on('error', () => response.destroy())
    request.pipe(asked)
  })
  server.on('upgrade', (request, browser: net.Socket, head) => {
    const node = net.connect(target, '127.0.0.1', () => {
      node.write(`${request.method} ${request.url} HTTP/1.1\r\n${request.rawHeaders.reduce((text, part, i) => text + part + (i % 2 === 0 ? ': ' : '\r\n'), '')}\r\n`)
      node.write(head)
      node.pipe(browser).pipe(node)
    })
    node.on('error', () => browser.destroy())
    browser.on('error', () => node.destroy())
    sockets.add(node)
  })
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    upgrade: () => { upgraded = true },
    async close() {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// The page's own worker. Built by `web/offline/shell-plugin.ts`, which puts the files and the build's mark in.
// It keeps the page (never an answer of the node) and, when the node is not reached, asks the page for what the map wants.

type Waits = { waitUntil(work: Promise<unknown>): void }
type Route = { condition: { urlPattern: { pathname: string } }; source: 'network' | 'fetch-event' }
/** Browsers without routes answer nothing to `addRoutes`: there every request comes through this worker. */
type Install = Waits & { addRoutes?(routes: Route[]): Promise<void> }
type Fetch = Waits & { request: Request; clientId: string; respondWith(answer: Promise<Response>): void }
type Page = { postMessage(message: unknown, transfer: Transferable[]): void }
type Scope = {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void>; matchAll(options: { type: 'window' }): Promise<Page[]>; openWindow(url: string): Promise<unknown> }
  addEventListener(type: 'install', listener: (event: Install) => void): void
  addEventListener(type: 'activate', listener: (event: Waits) => void): void
  addEventListener(type: 'message', listener: (event: Waits & { data: { go?: boolean } }) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetch) => void): void
  addEventListener(type: 'push', listener: (event: Waits & { data: { json(): unknown } | null }) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Waits & { notification: { close(): void; data: unknown } }) => void): void
  registration: { showNotification(title: string, options: object): Promise<void> }
}
declare const __FILES__: readonly string[]
declare const __BUILD__: string

const scope = self as unknown as Scope
const CACHE = `vigie-${__BUILD__}`
const PAGE = '/index.html'
/** The page answers the map from the device within this, or the map has no such tile. */
const ASK_MS = 8000

// What goes to the node by itself never wakes this worker. A worker that is asked all the time does not give way to a newer one,
// and a page loaded anew waits for that; on a picture that moves there is always a question under way.
const ROUTES: Route[] = [
  ...['/api/tiles/*', '/api/basemap/*'].map((pathname): Route => ({ condition: { urlPattern: { pathname } }, source: 'fetch-event' })),
  ...['/api/*', '/ogc/*', '/problems/*'].map((pathname): Route => ({ condition: { urlPattern: { pathname } }, source: 'network' })),
]

scope.addEventListener('install', (event) => event.waitUntil(Promise.all([event.addRoutes?.(ROUTES), install()])))
scope.addEventListener('activate', (event) => event.waitUntil(activate()))
scope.addEventListener('message', (event) => {
  if (event.data.go === true) {
    event.waitUntil(scope.skipWaiting())
  }
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) {
    return
  }
  if (/^\/api\/(?:tiles|basemap)\//.test(url.pathname)) {
    event.respondWith(fromNodeOrPage(request, url))
  } else if (!/^\/(?:api|ogc|problems|sw\.js)(?:\/|$)/.test(url.pathname)) {
    event.respondWith(fromCache(request, request.mode === 'navigate' ? PAGE : url.pathname))
  }
})

// A notice lies open on a locked screen: it holds a number and a severity, never words of an alert.
scope.addEventListener('push', (event) => {
  const { ref = '', severity = 0, sos = false, drill = false, count = 1, test = false } = (event.data?.json() ?? {}) as { ref?: string; severity?: number; sos?: boolean; drill?: boolean; count?: number; test?: boolean }
  const title = test ? 'Vigie ✓' : `${drill ? 'EXERCISE · ' : ''}${sos ? 'SOS' : `▲ ${'●'.repeat(severity)}${'○'.repeat(Math.max(0, 5 - severity))}`} ${ref}`
  event.waitUntil(scope.registration.showNotification(title, { body: count > 1 ? `+${count - 1}` : '', tag: ref || 'test', data: { ref }, icon: '/icon-192.png', requireInteraction: sos || severity >= 4 }))
})
scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { ref } = (event.notification.data ?? {}) as { ref?: string }
  event.waitUntil(scope.clients.openWindow(ref ? `/records/${encodeURIComponent(ref)}` : '/'))
})

/** Files are fetched one after the other, so that a thin link stays free for the person; those with a hash are taken from the version before. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const file of __FILES__) {
    const before = file.startsWith('/assets/') ? await caches.match(file) : undefined
    const answer = before ?? await fetch(file, { cache: file.startsWith('/assets/') ? 'default' : 'no-cache' })
    if (!answer.ok) {
      throw new Error(`${file} answered ${answer.status}`)
    }
    await cache.put(file, answer)
  }
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('vigie-') && name !== CACHE) {
      await caches.delete(name)
    }
  }
  await scope.clients.claim()
}

async function fromCache(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(path)) ?? fetch(request)
}

async function fromNodeOrPage(request: Request, url: URL): Promise<Response> {
  try {
    const answer = await fetch(request)
    if (answer.status !== 502 && answer.status !== 504) {
      return answer
    }
  } catch {
    // No link: the page may know.
  }
  for (const page of await scope.clients.matchAll({ type: 'window' })) {
    const found = await ask(page, url.pathname + url.search)
    if (found) {
      return new Response(found.bytes, { headers: { 'content-type': found.type } })
    }
  }
  return new Response(null, { status: 504 })
}

function ask(page: Page, path: string): Promise<{ bytes: ArrayBuffer; type: string } | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const late = setTimeout(() => resolve(null), ASK_MS)
    port1.onmessage = (message: MessageEvent<{ bytes: ArrayBuffer; type: string } | null>) => {
      clearTimeout(late)
      resolve(message.data)
    }
    page.postMessage({ ask: path }, [port2])
  })
}

export {}

import { useSyncExternalStore } from 'react'

/** How this device may install the page, and whether a newer one waits. */
export type AppState = {
  /** `insecure`: plain http from another machine, where browsers give neither. */
  worker: 'none' | 'insecure' | 'starting' | 'ready'
  /** A newer version is here and waits for the person. */
  update: boolean
  /** The browser offers installing now. */
  installable: boolean
}

type InstallPrompt = Event & { prompt(): Promise<void> }

const watchers = new Set<() => void>()
let state: AppState = { worker: 'none', update: false, installable: false }
let waiting: ServiceWorker | null = null
let registered: ServiceWorkerRegistration | null = null
let prompt: InstallPrompt | null = null
let reloading = false
/** A newer version that was asked for is waited for so long. */
const LONGEST_HANDOVER_MS = 8000
/** The version is asked for anew so often while the page stays open. */
const LOOK_MS = 30 * 60_000

function change(next: Partial<AppState>): void {
  state = { ...state, ...next }
  watchers.forEach((tell) => tell())
}

/** Start the worker that keeps the page itself on the device; `bytes` answers what the map asks for without a link. */
export function startWorker(bytes: (path: string) => Promise<{ bytes: ArrayBuffer; type: string } | null>): void {
  if (!window.isSecureContext) {
    change({ worker: 'insecure' })
    return
  }
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    prompt = event as InstallPrompt
    change({ installable: true })
  })
  window.addEventListener('appinstalled', () => {
    prompt = null
    change({ installable: false })
  })
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) {
    return
  }
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', (message: MessageEvent<{ ask?: string }>) => {
    const [port] = message.ports
    if (typeof message.data.ask === 'string' && port) {
      void bytes(message.data.ask).then((found) => port.postMessage(found, found ? [found.bytes] : []))
    }
  })
  serviceWorker.addEventListener('controllerchange', () => {
    if (reloading) {
      window.location.reload()
    }
  })
  change({ worker: 'starting' })
  const begin = (): void => {
    serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).then((registration) => {
      registered = registration
      const look = (): void => {
        if (registration.waiting && serviceWorker.controller) {
          waiting = registration.waiting
          change({ update: true })
        }
      }
      look()
      registration.addEventListener('updatefound', () => {
        const { installing } = registration
        installing?.addEventListener('statechange', look)
      })
      setInterval(() => void registration.update().catch(() => undefined), LOOK_MS)
      void serviceWorker.ready.then(() => change({ worker: 'ready' }))
    }, () => change({ worker: 'none' }))
  }
  // The first screen comes before the copy of the page for later.
  const idle = (): void => void setTimeout(begin, 1500)
  if (document.readyState === 'complete') {
    idle()
  } else {
    window.addEventListener('load', idle, { once: true })
  }
}

/** The node has a newer version: it is put on the device first where pages are kept there, and offered as soon as it is. */
export function lookForNewVersion(): void {
  if (registered && navigator.serviceWorker.controller) {
    void registered.update().catch(() => undefined)
  } else {
    noteNewVersion()
  }
}

/** Offer to go over to a newer version, whatever is kept on the device. */
export function noteNewVersion(): void {
  change({ update: true })
}

/** Go over to the newer version: the page is loaded anew. Only when the person says so. */
export function goToNewVersion(): void {
  if (waiting) {
    reloading = true
    waiting.postMessage({ go: true })
    // The worker before may still be at something and not give way: a page that is loaded anew asks nothing of it any more.
    setTimeout(() => window.location.reload(), LONGEST_HANDOVER_MS)
  } else {
    window.location.reload()
  }
}

/** Offer the browser's own installing. */
export async function installApp(): Promise<void> {
  await prompt?.prompt()
}

/** What can be said about installing and versions; re-renders on change. */
export function useAppState(): AppState {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => state,
  )
}

import type { Kind } from '../../core/kind.ts'
import { queryClient } from '../api/client.ts'
import { api, queryString, setThin } from '../api/http.ts'
import { KINDS_PATH } from '../api/queries.ts'
import type { KindInfo, RecordPage } from '../api/types.ts'
import { live } from '../live/client.ts'
import { linkIsThin } from '../live/thin.ts'
import { hurryOutbox, outboxNow, watchOutbox, whenTaken } from '../outbox/sender.ts'
import { ownRef } from '../outbox/unsent.ts'
import { roomSource } from '../registry.ts'
import { navigate } from '../router.ts'
import { sendWhenShown } from '../shell/commands.ts'
import { isOffline, setKeptReader } from './link.ts'
import { answer, keepLasting, letGo, mapBytes, mayKeep, MOST_RECORDS, note, noteClosed, reconcile, sessionEnded, setKinds, setWritten } from './picture.ts'
import { getDevice } from './device.ts'
import { watchVersion } from './watch-version.ts'
import { startWorker } from './worker.ts'

/** Work of the person comes first: the picture is completed when the link has been quiet for so long. */
const FILL_AFTER_MS = 12_000
const FILL_EVERY_MS = 15 * 60_000
const FILL_PAGE = 250
/** Writes that come together are shown together. */
const SHOW_MS = 250
/** Accounts stay at the node. */
const NEVER: ReadonlySet<string> = new Set(['user'])
/** A link slower than this, round trip in ms, brings the newest page alone. */
const THIN_RTT = 500

let filledAt = 0

/** Put reading and starting without a link in place; once, before the first question. `kinds` loads what kinds mean. */
export function startOffline(kinds: () => Promise<readonly Kind[]>): void {
  setThin(() => linkIsThin())
  setKinds(kinds)
  setWritten(outboxNow)
  watchOutbox(showWritten)
  whenTaken(renameInAddress)
  setKeptReader({ note, answer, closed: noteClosed, ended: () => void sessionEnded() }, () => {
    letGo()
    void queryClient.invalidateQueries()
    hurryOutbox()
  })
  startWorker(mapBytes)
  watchVersion()
  window.addEventListener('online', hurryOutbox)
  setInterval(() => void fill(), FILL_AFTER_MS)
  const asked = new URLSearchParams(window.location.search)
  if (asked.get('do') === 'log') {
    // The short cut of the installed app.
    window.history.replaceState(null, '', '/')
    sendWhenShown('focus-quicklog')
  }
}

let showing: ReturnType<typeof setTimeout> | null = null

/** Without a link lists, counts and map show what was written here: they are asked again of the device when it changes. */
function showWritten(): void {
  if (isOffline()) {
    showing ??= setTimeout(() => {
      showing = null
      void queryClient.invalidateQueries()
    }, SHOW_MS)
  }
}

/** A record that was open under the device's own name for it goes on under the node's. */
function renameInAddress(body: unknown): void {
  const { id, ref } = (body ?? {}) as { id?: unknown; ref?: unknown }
  const { pathname, search } = window.location
  const own = typeof id === 'string' ? ownRef(id) : ''
  if (typeof ref === 'string' && own !== '' && `${pathname}${search}`.includes(encodeURIComponent(own))) {
    navigate(`${pathname}${search}`.replaceAll(encodeURIComponent(own), encodeURIComponent(ref)), { replace: true })
  }
}

/** Bring what the work stands in onto the device with no visit needed: places, units, overlays, saved searches, vocabularies. */
async function fillFrame(room: string): Promise<void> {
  const kinds = (await api<KindInfo[]>(KINDS_PATH)).filter((kind) => !kind.approval && !kind.veracity && kind.name !== room && !NEVER.has(kind.name)).map((kind) => kind.name)
  keepLasting(kinds)
  await api('/api/areas')
  await api('/api/me/searches')
  for (const kind of kinds) {
    const page = await api<RecordPage>(`/api/records?${queryString({ kind, sort: '-updated', limit: FILL_PAGE })}`)
    if (page.next === null && !isOffline()) {
      await reconcile(kind, new Set(page.items.map((record) => record.id)), '')
    }
  }
}

/** Bring the recent picture of the room's kind and the base map onto the device, newest first, as the link allows. */
async function fill(): Promise<void> {
  const { link, rtt } = live.state
  const kind = roomSource()?.kind
  if (!mayKeep() || isOffline() || link !== 'open' || rtt === null || kind === undefined || document.visibilityState !== 'visible' || Date.now() - filledAt < FILL_EVERY_MS) {
    return
  }
  const first = filledAt === 0
  const since = new Date(first ? Date.now() - getDevice().days * 86_400_000 : filledAt).toISOString()
  filledAt = Date.now()
  const thin = rtt > THIN_RTT
  try {
    let cursor: string | undefined
    let oldest = ''
    const shown = new Set<string>()
    for (let read = 0; read < MOST_RECORDS; read += FILL_PAGE) {
      const page = await api<RecordPage>(`/api/records?${queryString({ kind, sort: '-updated', limit: thin ? 50 : FILL_PAGE, cursor })}`)
      cursor = page.next ?? undefined
      page.items.forEach((record) => shown.add(record.id))
      oldest = cursor === undefined ? '' : (page.items.at(-1)?.updatedAt ?? '')
      if (thin || cursor === undefined || oldest < since) {
        break
      }
    }
    if (!isOffline()) {
      await reconcile(kind, shown, oldest)
    }
    if (!thin) {
      await fillFrame(kind)
    }
    if (first && !thin) {
      const { layers } = await api<{ layers: string[] }>('/api/basemap')
      for (const layer of layers) {
        await api(`/api/basemap/${encodeURIComponent(layer)}`)
      }
    }
  } catch {
    // Tried again with the next round; what came is kept.
    filledAt = first ? 0 : filledAt
  }
}

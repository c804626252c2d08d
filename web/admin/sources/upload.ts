import { api } from '../../api/http.ts'

/** A piece of an upload, bytes: small enough to be sent again cheaply over a bad link. */
const PIECE = 4_000_000
/** A piece that did not arrive is sent again so often, after so many ms more each time. */
const TRIES = 6
const WAIT_MS = 1500

type Upload = { upload: string; file: string; size: number; offset: number }
export type MapFileView = { file: string; type: string; bytes: number; facts: { format: string; title: string; attribution: string; minZoom: number; maxZoom: number; bounds: number[] } | null; refused: { reason: string; message: string } | null }

/** Names the node takes: letters, digits, dot, dash and underscore. */
export function nodeName(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(-120)
}

/**
 * Send a map file in pieces; goes on where an upload of the same file broke off.
 * @throws ApiProblem for a refusal; DOMException AbortError when `signal` stops it (what was sent stays)
 */
export async function uploadMap(file: File, signal: AbortSignal, onProgress: (sent: number) => void): Promise<MapFileView> {
  let now = await api<Upload>('/api/maps/uploads', { method: 'POST', body: { file: nodeName(file.name), size: file.size }, signal })
  let failed = 0
  onProgress(now.offset)
  while (now.offset < file.size) {
    const form = new FormData()
    form.append('offset', String(now.offset))
    form.append('piece', file.slice(now.offset, now.offset + PIECE), 'piece')
    try {
      now = await api<Upload>(`/api/maps/uploads/${encodeURIComponent(now.upload)}`, { method: 'POST', form, signal })
      failed = 0
      onProgress(now.offset)
    } catch (error) {
      const { status, body } = error as { status?: number; body?: { offset?: unknown } }
      const known = body?.offset
      if (status === 409 && typeof known === 'number' && failed < TRIES) {
        now = { ...now, offset: known }
      } else if (status !== 0 || failed >= TRIES) {
        throw error
      }
      failed += 1
      await new Promise((done) => { setTimeout(done, WAIT_MS * failed) })
    }
  }
  return api<MapFileView>(`/api/maps/uploads/${encodeURIComponent(now.upload)}/finish`, { method: 'POST', signal })
}

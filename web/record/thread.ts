import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, apiFile } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { usePurpose } from './purpose.ts'

export type AttachmentView = {
  id: string
  name: string
  media: string
  bytes: number
  sha256: string
  caption?: string
  erased?: true
  takenAt?: string
  place?: { lon: number; lat: number }
  by: string
  byName: string | null
  role: string
  at: string
  receivedAt: string
  thumb: boolean
  reduced: boolean
  original: boolean
  originalOpen: boolean
}
export type CommentView = { id: string; by: string; byName: string | null; role: string; at: string; receivedAt: string; text: string; replyTo?: string; feedback?: boolean; erased?: true; withdrawnAt?: string }
export type Thread = { version: number; attachments: AttachmentView[]; comments: CommentView[] }

/** Files and comments of a record; asked for again when it changes. */
export function useThread(record: Pick<RecordView, 'id' | 'version'>) {
  const purpose = usePurpose()
  return useQuery({
    queryKey: ['thread', record.id, record.version, purpose],
    queryFn: ({ signal }) => api<Thread>(`/api/records/${encodeURIComponent(record.id)}/thread`, { signal, purpose }),
    placeholderData: keepPreviousData,
  })
}

/** Address of a file's bytes in this page; they come with the session and the declared purpose. */
export function useFileUrl(id: string, size: 'copy' | 'thumb', wanted = true) {
  const purpose = usePurpose()
  return useQuery({
    queryKey: ['file', id, size], enabled: wanted, staleTime: Infinity, gcTime: 300_000,
    queryFn: async ({ signal }) => URL.createObjectURL((await apiFile(`/api/attachments/${encodeURIComponent(id)}?size=${size}`, { signal, purpose })).blob),
  })
}

/** Hand a file to the person's downloads. */
export async function download(id: string, name: string, size: 'copy' | 'original', purpose: string): Promise<void> {
  const { blob } = await apiFile(`/api/attachments/${encodeURIComponent(id)}?size=${size}`, { purpose })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

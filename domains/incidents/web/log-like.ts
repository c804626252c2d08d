import { api, navigate } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { parseQuickLog } from '../shared/quicklog.ts'
import { againLine } from '../shared/quicklog-lines.ts'
import type { Incident } from '../shared/model.ts'
import { fillQuickLog } from './quick-lines.ts'
import { taxonomyInForce } from './taxonomy.ts'

/** "Same as yesterday's patrol": the line of the record that is open, without its time, in the quick-log bar. */
export async function logAnotherLike(): Promise<void> {
  const ref = new URLSearchParams(window.location.search).get('open') ?? /^\/records\/([^/]+)/.exec(window.location.pathname)?.[1]
  if (!ref) {
    return
  }
  const record = await api<RecordView>(`/api/records/${encodeURIComponent(decodeURIComponent(ref))}`).catch(() => null)
  if (record?.kind !== 'incident') {
    return
  }
  const { raw, narrative } = record.data as unknown as Incident
  const line = (raw ?? narrative).split('\n')[0] ?? ''
  const { spans } = parseQuickLog(line, { now: Date.now(), zone: 'UTC', locale: 'en', taxonomy: taxonomyInForce().entries, findPlace: () => [], findActor: () => [] })
  if (window.location.pathname !== '/') {
    navigate('/')
  }
  fillQuickLog(againLine(line, spans).slice(0, 500))
}

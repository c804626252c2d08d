import { derivedId } from '../../../../core/digest.ts'
import type { NewAction } from '../../../../core/record.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { BATCH, commitEach, SEEN_BEFORE } from './writing.ts'

/** Somebody saw the alert: what has not gone out does not, unless another of its alerts `stillWaits`, and their own notices are read. */
export async function alertSeen(app: App, id: string, actor: string, stillWaits: (alert: string) => boolean): Promise<void> {
  const actions: NewAction[] = []
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'notice', where: { alert: [id] } })) {
    const data = record.data as unknown as Notice
    const at = new Date(app.clock()).toISOString()
    const mine = data.recipient.account === actor || data.recipient.contact === actor
    if (mine && data.state !== 'read') {
      actions.push({ id: derivedId(record.id, 'acknowledge', id), record: record.id, kind: 'notice', type: 'acknowledge', at, basedOn: null, patch: {} })
    } else if (data.state === 'queued' && data.alerts.every((one) => one === id || !stillWaits(one))) {
      actions.push({ id: derivedId(record.id, 'drop', id), record: record.id, kind: 'notice', type: 'drop', at, basedOn: null, patch: { because: SEEN_BEFORE } })
    }
  }
  for (let i = 0; i < actions.length; i += BATCH) {
    await commitEach(app, actions.slice(i, i + BATCH))
  }
}

/** Somebody has read what the notices are about. */
export async function subjectRead(app: App, id: string, account: string): Promise<void> {
  const actions: NewAction[] = []
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'notice', where: { alert: [id], recipient: [account] } })) {
    if ((record.data as unknown as Notice).state !== 'read') {
      actions.push({ id: derivedId(record.id, 'acknowledge', id), record: record.id, kind: 'notice', type: 'acknowledge', at: new Date(app.clock()).toISOString(), basedOn: null, patch: {} })
    }
  }
  if (actions.length > 0) {
    await commitEach(app, actions)
  }
}

import { makeEvent, martiFor } from './build.ts'
import { attr, attrBoolean, attrNumber, element, part } from './detail.ts'
import type { CotEvent } from './event.ts'
import type { CotDest } from './facts.ts'

/** A file one client offers another (`b-f-t-r`) and the answer that it has it (`b-f-t-a`). */
export type FileShare = { filename: string; name: string; sha256: string; sizeBytes: number; senderUid: string; senderCallsign: string; /** Where it is fetched. */ url: string; /** Whom to answer, null when no answer is wanted. */ ack: { uid: string; tag: string } | null }

/** Whether the file of a transfer arrived. */
export type FileAck = { uid: string; tag: string; success: boolean; reason: string; sha256: string; sizeBytes: number | null; senderUid: string }

/** The offer an event is, null when it is none or its hash or size is none. */
export function fileShareOf(event: CotEvent): FileShare | null {
  const share = event.type === 'b-f-t-r' ? part(event.detail, 'fileshare') : null
  const ack = part(event.detail, 'ackrequest')
  const text = (name: string): string => attr(share, name) ?? ''
  const sizeBytes = attrNumber(share, 'sizeInBytes')
  const sha256 = text('sha256').toLowerCase()
  if (share === null || sizeBytes === null || !Number.isInteger(sizeBytes) || sizeBytes < 0 || !/^[0-9a-f]{64}$/u.test(sha256)) {
    return null
  }
  const wanted = ack !== null && attrBoolean(ack, 'ackrequested') === true
  return { filename: text('filename'), name: text('name'), sha256, sizeBytes, senderUid: text('senderUid'), senderCallsign: text('senderCallsign'), url: text('senderUrl'), ack: wanted ? { uid: attr(ack, 'uid') ?? '', tag: attr(ack, 'tag') ?? '' } : null }
}

/** An offer as an event, to those named. */
export function fileShareEvent(uid: string, share: FileShare, dests: readonly CotDest[], now: number): CotEvent {
  return makeEvent({
    uid,
    type: 'b-f-t-r',
    how: 'h-e',
    detail: [
      element('fileshare', { filename: share.filename, senderUrl: share.url, sizeInBytes: share.sizeBytes, sha256: share.sha256, senderUid: share.senderUid, senderCallsign: share.senderCallsign, name: share.name }),
      ...(share.ack === null ? [] : [element('ackrequest', { uid: share.ack.uid, ackrequested: true, tag: share.ack.tag })]),
      ...martiFor(dests),
    ],
  }, now, 60_000)
}

/** The answer to an offer, null when the event is none. */
export function fileAckOf(event: CotEvent): FileAck | null {
  const ack = event.type === 'b-f-t-a' ? part(event.detail, 'ackresponse') : null
  const text = (name: string): string => attr(ack, name) ?? ''
  return ack && { uid: text('uid'), tag: text('tag'), success: attrBoolean(ack, 'success') !== false, reason: text('reason'), sha256: text('sha256'), sizeBytes: attrNumber(ack, 'sizeInBytes'), senderUid: text('senderUid') }
}

/** An answer to an offer as an event. */
export function fileAckEvent(uid: string, ack: FileAck, dests: readonly CotDest[], now: number): CotEvent {
  return makeEvent({
    uid,
    type: 'b-f-t-a',
    how: 'm-g',
    detail: [element('ackresponse', { uid: ack.uid, senderUid: ack.senderUid, success: ack.success, tag: ack.tag, reason: ack.reason, sha256: ack.sha256, sizeInBytes: ack.sizeBytes }), ...martiFor(dests)],
  }, now, 60_000)
}

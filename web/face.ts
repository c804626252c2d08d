/** What the shell offers to the web halves of domains; they import nothing else of web/. */
import type { WebDomain } from './registry.ts'

export type { AdminEntry, CardEntry, CommandEntry, PageEntry, PanelEntry, RailEntry, RoomSource, RowWords, WebDomain } from './registry.ts'
export type { Bounds, LonLatPoint, Shape, ShapeLook } from './map/handle.ts'
export type { IconName } from './map/icons.ts'
export type { SymbolCode } from './map/symbol-name.ts'
export type { LayerProps, ToolProps } from './map/tool.ts'
export { circleRing, greatCircle, inverse } from './map/geodesic.ts'
export type { ActorHit, Duplicate, GazetteerItem, KindInfo, RecordView, TechnologyPermit } from './api/types.ts'
export { ApiProblem, api, queryString, uuid7 } from './api/http.ts'
export { queryClient } from './api/client.ts'
export { useDuplicates, useKinds, usePermits, useRecord, useRecords } from './api/queries.ts'
export { useTexts, useWords } from './i18n/i18n.tsx'
export type { Row } from './i18n/texts.ts'
export type { Words } from './i18n/i18n.tsx'
export { Link } from './link.tsx'
export { navigate } from './router.ts'
export { useSession } from './session.tsx'
export { useNow, serverNow } from './time/now.ts'
export * from './time/format.ts'
export { dropEntry, useOutbox, write } from './outbox/sender.ts'
export { queueFile, useFiles } from './outbox/files.ts'
export type { NewFile } from './outbox/files.ts'
export { readPhoto } from './record/read-photo.ts'
export type { ReadPhoto } from './record/read-photo.ts'
export { setPreview } from './room/preview.ts'
export { addPending, removePending, selectRecord } from './room/state.ts'
export { toast } from './shell/toasts.tsx'
export { ProblemNotice } from './shell/ProblemNotice.tsx'
export { Card, Severity, Unverified } from './shell/parts.tsx'
export { onCommand } from './shell/commands.ts'
export { draftOf, keepDraft } from './drafts.ts'
export { areaNames } from './room/areas.ts'

/** Declare what a domain shows; checks nothing, gives the types. */
export function showDomain(domain: WebDomain): WebDomain {
  return domain
}

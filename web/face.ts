/** What the shell offers to the web halves of domains; they import nothing else of web/. */
import { lazy, type ReactNode } from 'react'
import { late as lateOf } from './late.ts'
import type { WebDomain } from './registry.ts'
import type { TryPastProps } from './rules/TryPast.tsx'

export { lineEntryOf, valueWords } from './registry.ts'
export type { AdminEntry, CardEntry, ColumnEntry, CommandEntry, EverywhereEntry, InsetEntry, LineEntry, PageEntry, PanelEntry, RailEntry, RoomSource, RowWords, WebDomain } from './registry.ts'
export type { Bounds, LonLatPoint, Shape, ShapeLook } from './map/handle.ts'
export type { IconName } from './map/icons.ts'
export type { SymbolCode } from './map/symbol-name.ts'
export type { LayerMap, LayerProps, ToolProps } from './map/tool.ts'
export type { Moving } from './map/handle.ts'
export { movingName } from './map/moving-name.ts'
export type { MovingMark } from './map/moving-name.ts'
export { openChannel, useChannel, useLive, useLiveState } from './live/client.ts'
export { settle } from './live/settle.ts'
export type { ChannelListener } from './live/client.ts'
export { circleRing, greatCircle, inverse } from './map/geodesic.ts'
export type { ActorHit, Duplicate, GazetteerItem, KindInfo, RecordView, TechnologyPermit } from './api/types.ts'
export { ApiProblem, api, apiFile, queryString, uuid7 } from './api/http.ts'
export { saveFile } from './api/save-file.ts'
export { queryClient } from './api/client.ts'
export { useDuplicates, useKinds, usePermits, useRecord, useRecords } from './api/queries.ts'
export { registeredText, useTexts, useWords } from './i18n/i18n.tsx'
export type { Row } from './i18n/texts.ts'
export type { Words } from './i18n/i18n.tsx'
export { afterwards } from './afterwards.ts'
export { late } from './late.ts'
export { Link } from './link.tsx'
export { Insets } from './insets.tsx'
export { navigate, useLocation } from './router.ts'
export { useMoment } from './time/moment.ts'
export { usePlayhead } from './time/playhead.ts'
export { useSession } from './session.tsx'
export { useNow, serverNow } from './time/now.ts'
export * from './time/format.ts'
export { localInput, readInput } from './time/local-input.ts'
export { FileInput } from './form/FileInput.tsx'
export { focusFirst } from './form/focus.ts'
export { DayInput, HourInput, MomentInput } from './form/WhenInput.tsx'
export { timeBarSpan } from './room/time-span.ts'
export { dropEntry, useOutbox, write, writeOrKeep } from './outbox/sender.ts'
export { InPlace } from './record/InPlace.tsx'
export { titleFor } from './record/title.ts'
export { saveAction } from './record/save.ts'
export { besideKey, keepBesideKey, signingKey } from './offline/device-key.ts'
export { queueFile, useFiles } from './outbox/files.ts'
export type { NewFile } from './outbox/files.ts'
export { isPicture, readPhoto } from './record/read-photo.ts'
export type { ReadPhoto } from './record/read-photo.ts'
export { setPreview } from './room/preview.ts'
export { showPlace } from './room/show-place.ts'
export { addPending, removePending, selectRecord } from './room/state.ts'
export { toast } from './shell/toasts.tsx'
export { noteUndoable, undoOffer } from './shell/undo-stack.ts'
export { ProblemNotice } from './shell/ProblemNotice.tsx'
export type { Choice } from './rules/Picker.tsx'
export { Told } from './refusals/Told.tsx'
export { useRefusals } from './refusals/use-refusals.ts'
export { Age, Card, Empty, Marking, Severity, Unverified } from './shell/parts.tsx'
export { onCommand } from './shell/commands.ts'
export { useShowing } from './shell/shown-handling.ts'
export { beginNew, draftOf, keepDraft } from './drafts.ts'
export { areaNames } from './room/areas.ts'
export { useMapColours, type MapPalette } from './map/palette.ts'

/** Declare what a domain shows; checks nothing, gives the types. */
export function showDomain(domain: WebDomain): WebDomain {
  return domain
}

/** The map of all areas, with drawing above it; loaded when it is first shown. */
export const AreaMap = lazy(lateOf(() => import('./admin/areas/AreaMap.tsx').then((m) => ({ default: m.AreaMap }))))

/** A list of rules, trying one on the past, and choosing many values of a list; loaded with the first page that has them. */
export const RuleList = lazy(lateOf(() => import('./rules/RuleList.tsx').then((m) => ({ default: m.RuleList }))))
export const TryPast = lazy(lateOf(() => import('./rules/TryPast.tsx').then((m) => ({ default: m.TryPast })))) as unknown as <T extends { fired: number; told: readonly { at: string }[]; more: boolean }>(props: TryPastProps<T>) => ReactNode
export const Picker = lazy(lateOf(() => import('./rules/Picker.tsx').then((m) => ({ default: m.Picker }))))

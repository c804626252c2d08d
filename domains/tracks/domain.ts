import { standardActions } from '../../core/actions.ts'
import { FeedConfig } from '../../core/feed-config.ts'
import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import { defineDomain, defineKind, type ActionRule } from '../../core/kind.ts'
import { OPERATIONS, REPORTERS } from '../../core/roles.ts'
import { FieldReport, fieldReportActions, projectFieldReport } from './shared/field-report.ts'
import { Message, messageActions, projectMessage } from './shared/message.ts'
import { DataPackage } from './shared/data-package.ts'
import { checkDataPackage } from './shared/tak-files.ts'
import { messageTexts } from './shared/texts-messages.ts'
import { lineageActions } from './shared/lineage.ts'
import { manualActions } from './shared/manual.ts'
import { roadNetwork, roadPace } from './shared/roads/network.ts'
import { trackRule } from './shared/rules/kind.ts'
import { texts } from './shared/texts.ts'
import { Track } from './shared/track.ts'
import { checkVideoSource, takeOver, VideoSource } from './shared/video-source.ts'

const keepers = ['ADMIN', 'JOC-CH', 'JOC-IM'] as const
/** Where our own people are is confidential: the whole mission, nobody outside it. */
const confidential = (owner: string): Handling => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })

export const track = defineKind<Track>({
  name: 'track', version: 1, prefix: 'TRK', data: Track, fields: { note: { widget: 'multiline' }, subjects: { widget: 'json' }, feed: { ownActions: true }, lineage: { ownActions: true, widget: 'json' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS,
  actions: { ...standardActions<Track>({ edit: REPORTERS, retract: ['JOC-CH', 'JOC-DO', 'JOC-IM', 'SHQ', 'FHQ', 'TOC'], handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] }), ...lineageActions(REPORTERS), ...manualActions(REPORTERS) as { [type: string]: ActionRule<Track> } },
  facets: { sort: 'one', affiliation: 'one', unit: 'one', capability: 'many', feed: 'one', subject: 'many' },
  project: (data) => ({
    title: data.callsign || data.name,
    text: [data.name, data.callsign ?? '', data.note ?? '', ...data.subjects].join('\n'),
    names: [data.name, ...(data.callsign === undefined ? [] : [data.callsign])],
    happened: null, reported: null, place: null, severity: 0,
    facets: { sort: [data.sort], affiliation: [data.affiliation], unit: [data.unit ?? ''], capability: data.capabilities ?? [], feed: [data.feed ?? ''], subject: data.subjects },
  }),
  handling: confidential, texts,
})

export const feed = defineKind<FeedConfig>({
  name: 'feed', version: 1, prefix: 'FED', data: FeedConfig, fields: { options: { widget: 'json' }, note: { widget: 'multiline' } }, approval: false, veracity: false,
  read: [...OPERATIONS, 'ADMIN'], create: keepers, actions: standardActions<FeedConfig>({ edit: keepers, retract: keepers, handle: keepers }),
  facets: { codec: 'one', transport: 'one', technology: 'one', enabled: 'one' },
  project: (data) => ({
    title: data.name, text: [data.name, data.codec, data.address ?? '', data.note ?? ''].join('\n'), names: [data.name],
    happened: null, reported: null, place: null, severity: 0,
    facets: { codec: [data.codec], transport: [data.transport], technology: [data.technology], enabled: [String(data.enabled)] },
  }),
  handling: confidential, texts,
})

/** Files TAK clients give each other; the bytes are an attachment of the record. */
export const dataPackage = defineKind<DataPackage>({
  name: 'data-package', version: 1, prefix: 'PKG', data: DataPackage, fields: { sha256: { widget: 'text' } }, approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS, actions: standardActions<DataPackage>({ edit: REPORTERS, retract: ['JOC-CH', 'JOC-DO', 'JOC-IM', 'SHQ', 'FHQ', 'TOC'], handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] }),
  facets: { tool: 'one', sha256: 'one' }, check: checkDataPackage,
  project: (data) => ({
    title: data.name, text: [data.name, ...(data.keywords ?? [])].join('\n'), names: [data.name],
    happened: null, reported: null, place: null, severity: 0, facets: { tool: [data.tool], sha256: [data.sha256] },
  }),
  handling: confidential, texts,
})

/** Cameras and drones whose picture TAK clients may open; the picture itself goes past the node. */
export const videoSource = defineKind<VideoSource>({
  name: 'video-source', version: 1, prefix: 'VID', data: VideoSource, fields: { note: { widget: 'multiline' }, offered: { ownActions: true, widget: 'json' } }, approval: false, veracity: false,
  read: OPERATIONS, create: keepers, actions: { ...standardActions<VideoSource>({ edit: keepers, retract: keepers, handle: keepers }), 'take-over': { who: keepers, ...takeOver } },
  facets: { offered: 'one' }, check: checkVideoSource,
  project: (data) => ({ title: data.name, text: [data.name, data.note ?? ''].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: 0, facets: { offered: [String(data.offered !== undefined)] } }),
  handling: confidential, texts,
})

/** What was said over the stream. A message to one person is kept like any other: whoever may read the feed reads it. */
export const message = defineKind<Message>({
  name: 'message', version: 1, prefix: 'MSG', data: Message, fields: { text: { widget: 'multiline' }, from: { widget: 'json' }, receipts: { widget: 'json' }, feed: { widget: 'hidden' } }, approval: false, veracity: false,
  read: OPERATIONS, create: [], actions: messageActions, facets: { room: 'one', from: 'one' }, project: projectMessage, handling: confidential, texts: messageTexts,
})

/** Markers, routes, shapes and reports of devices, until somebody makes a record of them. */
export const fieldReport = defineKind<FieldReport>({
  name: 'field-report', version: 1, prefix: 'FLD', data: FieldReport,
  fields: { remarks: { widget: 'multiline' }, place: { widget: 'place' }, corners: { widget: 'hidden' }, ring: { widget: 'hidden' }, summary: { widget: 'json' }, from: { widget: 'json' }, cot: { widget: 'multiline' }, promoted: { widget: 'hidden' }, feed: { widget: 'hidden' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: [], actions: fieldReportActions, facets: { reported: 'one', from: 'one', promoted: 'one' }, project: projectFieldReport, handling: confidential, texts: messageTexts,
})

/** Everything that moves, and where its positions come from. */
export const tracks = defineDomain({ name: 'tracks', kinds: [track, feed, dataPackage, videoSource, message, fieldReport, trackRule, roadNetwork, roadPace], texts })

import { ClipboardPen, Route } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { TOOL_WORDS } from '../shared/tak-files.ts'
import { messageTexts, REPORT_WORDS, YES_NO } from '../shared/texts-messages.ts'
import { AFFILIATION_WORDS, CAPABILITY_WORDS, RETENTION_WORDS, SORT_WORDS, texts } from '../shared/texts.ts'
import { gridOf, timeOf } from './copied.ts'
import { askNearest, isMapThere, setTracks, tracksState } from './state.ts'
import { feedCommands, feedPages, feedRail, feedTexts } from './feeds/entry.ts'
import { messageCommands, messagePages, messageRail, messageWords } from './messages/entry.ts'
import { roadCommands, roadPages, roadRail, roadWords } from './roads/entry.ts'
import { ruleCommands, ruleInsets, rulePages, ruleWords } from './rules/entry.ts'
import { takAdmin, takCards, takPages, takTexts } from './tak/entry.ts'
import { UI } from './texts.ts'

const TracksLayer = lazy(late(() => import('./TracksLayer.tsx').then((m) => ({ default: m.TracksLayer }))))
const LayerOptions = lazy(late(() => import('./LayerOptions.tsx').then((m) => ({ default: m.LayerOptions }))))
const TracksSide = lazy(late(() => import('./TracksSide.tsx').then((m) => ({ default: m.TracksSide }))))
const PlaceCell = lazy(late(() => import('./LiveCells.tsx').then((m) => ({ default: m.PlaceCell }))))
const AgeCell = lazy(late(() => import('./LiveCells.tsx').then((m) => ({ default: m.AgeCell }))))
const NearestCard = lazy(late(() => import('./NearestCard.tsx').then((m) => ({ default: m.NearestCard }))))
const NowCard = lazy(late(() => import('./NowCard.tsx').then((m) => ({ default: m.NowCard }))))
const DayCard = lazy(late(() => import('./DayCard.tsx').then((m) => ({ default: m.DayCard }))))
const RecordingCard = lazy(late(() => import('./RecordingCard.tsx').then((m) => ({ default: m.RecordingCard }))))
const ReportCard = lazy(late(() => import('./reports/ReportCard.tsx').then((m) => ({ default: m.ReportCard }))))
const Side = () => <Suspense><TracksSide /></Suspense>

const WORDS: Record<string, Record<string, Parameters<typeof inLocale>[0]>> = {
  sort: SORT_WORDS, sorts: SORT_WORDS, affiliation: AFFILIATION_WORDS, affiliations: AFFILIATION_WORDS, capability: CAPABILITY_WORDS, capabilities: CAPABILITY_WORDS, retention: RETENTION_WORDS, tool: TOOL_WORDS,
}

export default showDomain({
  name: 'tracks',
  texts: { ...texts, ...messageTexts, ...UI, ...takTexts, ...feedTexts, ...ruleWords, ...messageWords, ...roadWords },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  facetKinds: { 'track': { subject: null }, 'track-rule': { areas: 'area' }, 'data-package': { sha256: null } },
  pages: [...feedPages, ...takPages, ...rulePages, ...messagePages, ...roadPages],
  admin: [...takAdmin],
  rail: [
    { id: 'track', group: 'live', order: 10, icon: Route, label: 'kinds.track', to: '/k/track', kind: 'track' },
    { id: 'field-report', group: 'live', order: 20, icon: ClipboardPen, label: 'kinds.field-report', to: '/k/field-report', kind: 'field-report' },
    ...feedRail, ...messageRail, ...roadRail,
  ],
  insets: ruleInsets,
  layers: [{ id: 'tracks', order: 5, role: 'records', label: 'kinds.track', kind: 'track', moves: true, Layer: TracksLayer, Options: LayerOptions }],
  panels: [{ id: 'tracks', order: 5, Panel: Side }],
  cards: [
    { kind: 'track', id: 'now', order: 10, column: 'side', Card: NowCard },
    { kind: 'track', id: 'day', order: 10, column: 'main', Card: DayCard },
    { kind: 'track', id: 'recording', order: 60, column: 'side', Card: RecordingCard },
    ...takCards,
    { kind: 'incident', id: 'nearest', order: 13, column: 'side', Card: NearestCard },
    { kind: 'field-report', id: 'promote', order: 5, column: 'side', Card: ReportCard },
  ],
  tableColumns: [
    { kind: 'track', id: 'live.place', label: 'column.track-place', min: 170, Cell: PlaceCell, words: ({ id }) => gridOf(id) },
    { kind: 'track', id: 'live.age', label: 'column.track-age', min: 170, Cell: AgeCell, words: ({ id }) => timeOf(id) },
  ],
  commands: [
    ...feedCommands,
    ...ruleCommands,
    ...messageCommands,
    ...roadCommands,
    { id: 'tracks', keys: 'g k', label: 'kinds.track', where: 'everywhere', kind: 'track', run: () => navigate('/k/track') },
    { id: 'track-follow', keys: 'f', label: 'cmd.track-follow', where: 'map', kind: 'track', shown: () => isMapThere() && tracksState().chosen !== null, run: () => setTracks({ follow: !tracksState().follow }) },
    { id: 'track-nearest', keys: 'n', label: 'cmd.track-nearest', where: 'map', kind: 'track', shown: isMapThere, run: () => askNearest() },
    { id: 'track-report', keys: 'm p', label: 'cmd.track-report', where: 'map', kind: 'track', shown: isMapThere, run: () => setTracks({ report: { track: tracksState().chosen?.includes('/') === false ? tracksState().chosen : null } }) },
    { id: 'track-export', keys: 'm x', label: 'cmd.track-export', where: 'map', kind: 'track', shown: isMapThere, run: () => setTracks({ exporting: true }) },
  ],
  value(kind, field, value, locale) {
    if (kind === 'field-report') {
      const words = field === 'promoted' ? YES_NO[value as 'true'] : field === 'sort' || field === 'reported' ? REPORT_WORDS[value as 'marker'] : undefined
      return words && inLocale(words, locale)
    }
    if (kind === 'video-source' && field === 'offered' && (value === 'true' || value === 'false')) {
      return inLocale(YES_NO[value], locale)
    }
    const words = kind === 'track' || kind === 'track-rule' || kind === 'feed' || kind === 'data-package' ? WORDS[field]?.[value] : undefined
    return words && inLocale(words, locale)
  },
  columns: {
    track: ['#ref', '#title', 'live.age', 'live.place', 'sort', 'affiliation', 'capabilities', '#updated'],
    'data-package': ['#ref', '#title', 'bytes', 'tool', '#updated'],
    'video-source': ['#ref', '#title', 'url', '#updated'],
    'message': ['#ref', '#happened', '#title', 'room', 'to'],
    'field-report': ['#ref', '#title', 'sort', '#happened', 'type', '#updated'],
    feed: ['#ref', '#title', 'codec', 'transport', 'technology', 'enabled', '#updated'],
  },
})

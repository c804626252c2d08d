import { CalendarClock, ChartColumn, ListChecks, ListTree, Network } from 'lucide-react'
import { lazy } from 'react'
import { overallGrade } from '../../../core/grading.ts'
import { formatMgrs } from '../../../core/place-mgrs.ts'
import { api, late, navigate, showDomain } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import type { Edition } from '../shared/taxonomy-editions.ts'
import { allSources } from '../shared/project.ts'
import { texts } from '../shared/texts.ts'
import { logAnotherLike } from './log-like.ts'
import { QuickLog } from './QuickLog.tsx'
import { UI } from './texts.ts'
import { symbolOf } from './symbols.ts'
import { categoryLabel, setEditions } from './taxonomy.ts'
import { categoryChoices, valueOf } from './words.ts'

const cards = late(() => import('./cards.ts'))
const ActorsCard = lazy(() => cards().then((m) => ({ default: m.ActorsCard })))
const DuplicatesCard = lazy(() => cards().then((m) => ({ default: m.DuplicatesCard })))
const HarmCard = lazy(() => cards().then((m) => ({ default: m.HarmCard })))
const LinksCard = lazy(() => cards().then((m) => ({ default: m.LinksCard })))
const NarrativeCard = lazy(() => cards().then((m) => ({ default: m.NarrativeCard })))
const PlaceCard = lazy(() => cards().then((m) => ({ default: m.PlaceCard })))
const SourcesCard = lazy(() => cards().then((m) => ({ default: m.SourcesCard })))
const ForecastPage = lazy(late(() => import('./ForecastPage.tsx').then((m) => ({ default: m.ForecastPage }))))
const TaxonomyPage = lazy(late(() => import('./TaxonomyPage.tsx').then((m) => ({ default: m.TaxonomyPage }))))

/** What incidents show: the room's log and quick-log bar, the parts of the record page, the register of actors. */
export default showDomain({
  name: 'incidents',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  rail: [
    { id: 'forecast', group: 'study', order: 8, icon: CalendarClock, label: 'nav.forecast', to: '/forecast', kind: 'incident' },
    { id: 'actor', group: 'knowledge', order: 10, icon: Network, label: 'kinds.actor', to: '/k/actor', kind: 'actor' },
    { id: 'analysis', group: 'study', order: 10, icon: ChartColumn, label: 'nav.analysis', to: '/analysis', kind: 'incident' },
    { id: 'quality', group: 'study', order: 20, icon: ListChecks, label: 'nav.quality', to: '/quality', kind: 'incident' },
  ],
  pages: [{ path: '/forecast', Page: ForecastPage, kind: 'incident', past: true }, { path: '/admin/taxonomy', Page: TaxonomyPage, kind: 'taxonomy' }],
  admin: [{ id: 'taxonomy', order: 45, icon: ListTree, label: 'ui.taxonomy', lead: 'ui.taxonomy.lead', to: '/admin/taxonomy', kinds: ['taxonomy'] }],
  commands: [
    { id: 'log-like', keys: 'c', label: 'ui.quick.like', where: 'everywhere', kind: 'incident', run: () => void logAnotherLike() },
    { id: 'analysis', keys: 'g s', label: 'nav.analysis', where: 'everywhere', kind: 'incident', run: () => navigate('/analysis') },
    { id: 'forecast', keys: 'g f', label: 'nav.forecast', where: 'everywhere', kind: 'incident', run: () => navigate('/forecast') },
    { id: 'quality', keys: 'g q', label: 'nav.quality', where: 'everywhere', kind: 'incident', run: () => navigate('/quality') },
  ],
  prepare: [{ kind: 'taxonomy', read: async () => setEditions((await api<{ editions: Edition[] }>('/api/taxonomy')).editions) }],
  room: {
    kind: 'incident',
    facets: ['family', 'category'],
    row(record, locale) {
      const data = record.data as unknown as Incident
      const sources = allSources(data)
      const grade = overallGrade(sources)
      const place = data.place
      const where = place?.name ?? place?.mgrs ?? (place?.lon !== undefined && place.lat !== undefined ? (formatMgrs({ lon: place.lon, lat: place.lat }, place.precision <= 2 ? 6 : 2) ?? '') : '')
      return { category: categoryLabel(data.category, locale, data.taxonomy), place: where, grade: sources.length > 0 ? `${grade.reliability}${grade.credibility}` : '' }
    },
    category: (record) => (record.data as unknown as Incident).category,
    symbol: symbolOf,
    Foot: QuickLog,
  },
  cards: [
    { kind: 'incident', id: 'narrative', order: 10, column: 'main', Card: NarrativeCard },
    { kind: 'incident', id: 'place', order: 20, column: 'main', Card: PlaceCard },
    { kind: 'incident', id: 'impact', order: 30, column: 'main', Card: HarmCard },
    { kind: 'incident', id: 'actors', order: 40, column: 'main', Card: ActorsCard },
    { kind: 'incident', id: 'sources', order: 10, column: 'side', Card: SourcesCard },
    { kind: 'incident', id: 'duplicates', order: 20, column: 'side', Card: DuplicatesCard },
    { kind: 'incident', id: 'links', order: 30, column: 'side', Card: LinksCard },
  ],
  value: valueOf,
  choices: categoryChoices,
  columns: { actor: ['#ref', '#title', 'type', 'aliases', 'location', '#updated'], incident: ['#ref', '#title', '#severity', '#happened', '#workflow', '#veracity', 'category', '#updated'] },
})

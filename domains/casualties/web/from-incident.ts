import type { RecordView } from '../../../web/face.ts'
import { NOTHING, type Typed } from './four.ts'

type Count = { min?: number; max?: number; est?: number }
/** As much of an incident's data as the four lines take from it. */
type Told = { title?: string; callsign?: string; happened?: { from: string; precision: string }; place?: { lon?: number; lat?: number; radiusM?: number; mgrs?: string; name?: string }; sources?: { callsign?: string }[]; impact?: { group: string; injured?: Count }[] }

/** People of these groups are not of the United Nations. */
const OUTSIDE = new Set(['CIV', 'HUM', 'JOURNALIST'])

/** What the record of an incident already says of the four lines. How urgent its wounded are it does not say: they count as urgent. */
export function fromIncident(record: Pick<RecordView, 'data'>): { typed: Typed; injuredAt: number | null; priorityUnknown: boolean } {
  const { title = '', callsign, happened, place, sources = [], impact = [] } = record.data as Told
  const hurt = (one: { injured?: Count }) => one.injured?.est ?? one.injured?.min ?? one.injured?.max ?? 0
  const wounded = impact.reduce((sum, one) => sum + hurt(one), 0)
  const civilians = impact.filter((one) => OUTSIDE.has(one.group)).reduce((sum, one) => sum + hurt(one), 0)
  const at = Date.parse(happened?.from ?? '')
  const placed = place?.lon !== undefined && place.lat !== undefined
  return {
    typed: {
      ...NOTHING,
      one: callsign ?? sources.find((one) => one.callsign)?.callsign ?? '',
      two: place?.mgrs ?? place?.name ?? '',
      three: [...(wounded > 0 ? [`${wounded}A`] : []), ...(civilians > 0 ? [`${civilians} civ`] : []), title.replaceAll(/(\d)\s*([ABC])\b/g, '$1-$2')].filter((one) => one !== '').join(' ').slice(0, 300),
      spot: placed ? { lon: place.lon!, lat: place.lat!, radiusM: place.radiusM ?? 0, ...(place.mgrs ? { grid: place.mgrs.slice(0, 40) } : {}), ...(place.name ? { name: place.name.slice(0, 120) } : {}) } : null,
    },
    injuredAt: Number.isFinite(at) && happened?.precision === 'EXACT' ? at : null,
    priorityUnknown: wounded > 0,
  }
}

import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SavedSearch } from '../../core/saved-search.ts'
import type { AlertRule } from '../../domains/watch/shared/rules/rule.ts'
import type { TrackRule } from '../../domains/tracks/shared/rules/rule.ts'
import type { PastAction } from '../../server/jobs/load-sample.ts'
import { past } from './watch-floor.ts'

const DAY = 86_400_000
const shared: Handling = { level: 'U', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }
const inside: Handling = { ...shared, level: 'C' }

const ALERT_RULES: readonly AlertRule[] = [
  { name: 'Three shootings within a day and 15 km', enabled: true, of: 'incident', where: { category: ['AC.08'] }, count: 3, hours: 24, nearKm: 15, severity: 3, note: 'Told the battalion and the protection adviser before the market attack of the last dry season.' },
  { name: 'Five or more people killed', enabled: true, of: 'incident', figure: { of: 'killed', least: 5 }, count: 1, severity: 4, says: { en: '{title}: five or more killed ({ref})', fr: '{title} : au moins cinq morts ({ref})', es: '{title}: cinco muertos o más ({ref})', ar: '{title}: خمسة قتلى أو أكثر ({ref})' } },
  { name: 'Aid workers attacked', enabled: true, of: 'incident', where: { family: ['HA'] }, from: 4, count: 1, severity: 4, says: { en: 'Aid workers attacked: {title}', fr: 'Humanitaires attaqués : {title}', es: 'Ataque a personal humanitario: {title}', ar: 'هجوم على عاملين إنسانيين: {title}' } },
  { name: 'Unrest spreads: six demonstrations in three days', enabled: false, of: 'incident', where: { family: ['CU'] }, count: 6, hours: 72, nearKm: 60, severity: 2, note: 'Off until the elections are announced.' },
]

const TRACK_RULES: readonly TrackRule[] = [
  { name: 'Vehicle faster than 110 km/h', enabled: true, condition: 'speed-above', kmh: 110, who: { sorts: ['vehicle'] }, severity: 2 },
  { name: 'Convoy stands longer than 45 minutes by night', enabled: false, condition: 'stopped', minutes: 45, who: { sorts: ['convoy'] }, hours: { from: '18:30', to: '05:00' }, severity: 4, note: 'Switched on for night moves only.' },
]

const SEARCHES: readonly SavedSearch[] = [
  { name: 'Severe and not verified, seven days', of: 'incident', query: { severity: 4, veracity: ['reported', 'under-verification'] }, hours: 168, view: 'split' },
  { name: 'Aid and health under attack, 30 days', of: 'incident', query: { where: { family: ['HA'] } }, hours: 720 },
  { name: 'Waits for approval', of: 'incident', query: { workflow: ['submitted'] }, hours: 72 },
]

/** What the watch floor of the sample looks out for: rules over records and over what moves, and searches people share. `now`: epoch ms. */
export function* watching(now: number): Generator<PastAction> {
  for (const [kind, list, handling] of [['alert-rule', ALERT_RULES, inside], ['track-rule', TRACK_RULES, inside], ['saved-search', SEARCHES, shared]] as const) {
    for (const [i, data] of list.entries()) {
      yield past(`${kind}-${i + 1}`, kind, 'create', now - 120 * DAY, null, { data: data as unknown as JsonObject, handling })
    }
  }
}

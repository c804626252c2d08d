import type { Texts } from '../../../core/i18n.ts'
import { formatMgrs } from '../../../core/place.ts'
import type { Block, Line, Piece } from '../../../core/product.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { weave, type SectionAsk, type SectionSource } from '../../../server/face.ts'
import { expectedAt, type Movement } from '../shared/movement.ts'
import { inForce, type Restriction } from '../shared/restriction.ts'
import { lastKnown, statusOf, type Lamp } from '../shared/status.ts'

const T: Texts = {
  'callsign': { en: 'Callsign', fr: 'Indicatif', es: 'Indicativo', ar: 'النداء' },
  'to': { en: 'To', fr: 'Vers', es: 'Hacia', ar: 'إلى' },
  'expected': { en: 'Expected', fr: 'Attendu', es: 'Previsto', ar: 'متوقع' },
  'last': { en: 'Last known', fr: 'Dernière position', es: 'Última posición', ar: 'آخر موقع' },
  'how': { en: 'How it is', fr: 'Situation', es: 'Situación', ar: 'الوضع' },
  'none': { en: 'No movement is out.', fr: 'Aucun mouvement en cours.', es: 'No hay movimientos fuera.', ar: 'لا تحركات جارية.' },
  'lamp.on-time': { en: 'on time', fr: 'à l’heure', es: 'en hora', ar: 'في الموعد' },
  'lamp.due': { en: 'check-in due', fr: 'compte rendu attendu', es: 'control pendiente', ar: 'موعد البلاغ' },
  'lamp.late': { en: 'check-in late', fr: 'compte rendu en retard', es: 'control atrasado', ar: 'البلاغ متأخر' },
  'lamp.lost': { en: 'NO CONTACT', fr: 'SANS CONTACT', es: 'SIN CONTACTO', ar: 'لا اتصال' },
  'lamp.overdue': { en: 'OVERDUE', fr: 'EN RETARD', es: 'CON RETRASO', ar: 'متأخر' },
  'lamp.trouble': { en: 'IN TROUBLE', fr: 'EN DIFFICULTÉ', es: 'EN APUROS', ar: 'في خطر' },
  'sum': { en: '{N} {n|movement|movements} out; {L} late, silent or in trouble.', fr: '{N} {n|mouvement|mouvements} en cours ; {L} en retard, sans contact ou en difficulté.', es: '{N} {n|movimiento|movimientos} fuera; {L} con retraso, sin contacto o en apuros.', ar: 'تحركات جارية: {N}؛ متأخرة أو بلا اتصال أو في خطر: {L}.' },
  'routes': { en: 'Roads now: {C} closed, {S} slow, {K} under curfew.', fr: 'Routes en ce moment : {C} fermées, {S} ralenties, {K} sous couvre-feu.', es: 'Vías ahora: {C} cerradas, {S} lentas, {K} bajo toque de queda.', ar: 'الطرق الآن: مغلقة {C}، بطيئة {S}، تحت حظر التجول {K}.' },
  'routes.none': { en: 'No closed or slow road and no curfew is known now.', fr: 'Aucune route fermée ou ralentie ni aucun couvre-feu connu en ce moment.', es: 'No se conoce ahora ninguna vía cerrada o lenta ni toque de queda.', ar: 'لا طريق مغلق أو بطيء ولا حظر تجول معروف الآن.' },
  'routes.until': { en: '{name}, until {at}', fr: '{name}, jusqu’à {at}', es: '{name}, hasta {at}', ar: '{name}، حتى {at}' },
  'routes.open': { en: '{name}, until further notice', fr: '{name}, jusqu’à nouvel ordre', es: '{name}, hasta nuevo aviso', ar: '{name}، حتى إشعار آخر' },
}

/** Closed roads named on the page of the head of mission. */
const MOST_CLOSED = 3
const MOST = 20
const READ = 2000
/** What gives concern, the worst first. */
const CONCERN: readonly Lamp[] = ['trouble', 'lost', 'overdue']

type Out = { record: VigieRecord<Movement>; lamp: Lamp }

async function under(ask: SectionAsk): Promise<{ all: Out[]; worry: Out[]; total: number }> {
  const { items, total } = await ask.bind.records({ kind: 'movement', where: { state: ['departed'] } }, READ)
  const all = (items as unknown as VigieRecord<Movement>[]).map((record) => ({ record, lamp: statusOf(record.data, ask.now).lamp }))
  const rank = ({ lamp }: Out): number => (CONCERN.includes(lamp) ? CONCERN.indexOf(lamp) : CONCERN.length)
  const sorted = all.toSorted((a, b) => rank(a) - rank(b) || expectedAt(a.record.data) - expectedAt(b.record.data))
  return { all: sorted, worry: sorted.filter(({ lamp }) => CONCERN.includes(lamp)), total }
}

function sum(ask: SectionAsk, { all, worry, total }: Awaited<ReturnType<typeof under>>): Block {
  const pieces = {
    N: ask.bind.fact('out', ask.number(total), { kind: 'movement', total, records: all.slice(0, 200).map(({ record }) => ({ id: record.id, version: record.version })), query: { kind: 'movement', where: { state: ['departed'] } } }),
    L: ask.bind.of('late', ask.number(worry.length), worry.map(({ record }) => record), 'movement'),
  }
  return { type: 'text', pieces: weave(pieces, (holes) => ask.say(T, 'sum', { ...holes, n: total })) }
}

function rows(ask: SectionAsk, some: readonly Out[], total: number): Block {
  const lines = some.slice(0, MOST).map(({ record, lamp }): Line => {
    const { data } = record
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const last = lastKnown(data)
    const spot = last === null ? '—' : `${formatMgrs(last, 8) ?? `${last.lat.toFixed(4)}, ${last.lon.toFixed(4)}`}, ${ask.time(last.at)}`
    return { cells: [[of('callsign', data.callsign)], [of('to', data.waypoints.at(-1)?.name ?? '—')], [of('expected', ask.time(expectedAt(data)))], [of('last', spot)], [of('how', ask.say(T, `lamp.${lamp}`))]], record: record.id, ...(CONCERN.includes(lamp) ? { mark: 'missing' as const } : {}) }
  })
  return { type: 'table', head: ['callsign', 'to', 'expected', 'last', 'how'].map((key) => ask.say(T, key)), lines, total }
}

/** Everything that is out, the worst first. */
async function out(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const found = await under(ask)
  return found.total === 0 ? [{ type: 'text', pieces: [ask.say(T, 'none')] }] : [sum(ask, found), rows(ask, found.all, found.total)]
}

/** One line, and those that give concern; then the roads they go on. */
async function brief(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const found = await under(ask)
  return [sum(ask, found), ...(found.worry.length > 0 ? [rows(ask, found.worry, found.worry.length)] : []), ...await routes(ask)]
}

/** Roads closed and slow and curfews in force at the moment, with the closed ones by name. */
async function routes(ask: SectionAsk): Promise<Block[]> {
  const { items } = await ask.bind.records({ kind: 'restriction', where: { lifted: ['false'] } }, READ)
  const now = (items as unknown as VigieRecord<Restriction>[]).filter(({ data }) => inForce(data, ask.now, ask.zone))
  if (now.length === 0) {
    return [{ type: 'text', pieces: [ask.bind.of('roads', ask.say(T, 'routes.none'), [], 'restriction')] }]
  }
  const of = (sort: Restriction['sort']) => now.filter(({ data }) => data.sort === sort)
  const count = (sort: Restriction['sort']) => ask.bind.of(sort, ask.number(of(sort).length), of(sort), 'restriction')
  const pieces = { C: count('closed'), S: count('slow'), K: count('curfew') }
  const lines = of('closed').slice(0, MOST_CLOSED).map((record) => ({ pieces: [ask.bind.of(`${record.id}.closed`, record.data.to === undefined ? ask.say(T, 'routes.open', { name: record.data.name }) : ask.say(T, 'routes.until', { name: record.data.name, at: ask.time(Date.parse(record.data.to)) }), [record])], record: record.id }))
  return [{ type: 'text', pieces: weave(pieces, (holes) => ask.say(T, 'routes', holes)) }, ...(lines.length > 0 ? [{ type: 'list' as const, lines, total: of('closed').length }] : [])]
}

export const movementSources: readonly SectionSource[] = [
  { name: 'movements.out', title: { en: 'Movements out', fr: 'Mouvements en cours', es: 'Movimientos fuera', ar: 'التحركات الجارية' }, in: { HANDOVER: 9 }, moving: true, build: out },
  { name: 'movements.brief', title: { en: 'Movements and routes', fr: 'Mouvements et itinéraires', es: 'Movimientos y rutas', ar: 'التحركات والطرق' }, in: { HOM: 60 }, moving: true, build: brief },
]

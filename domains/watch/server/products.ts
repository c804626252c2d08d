import { inLocale, type Text, type Texts } from '../../../core/i18n.ts'
import type { Block, Line, Piece } from '../../../core/product.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { weave, type SectionAsk, type SectionSource } from '../../../server/face.ts'
import { stateOf, type Alert, type AlertState } from '../shared/alert.ts'

const T: Texts = {
  'ref': { en: 'Ref.', fr: 'Réf.', es: 'Ref.', ar: 'المرجع' },
  'alert': { en: 'Alert', fr: 'Alerte', es: 'Alerta', ar: 'الإنذار' },
  'severity': { en: 'Sev.', fr: 'Grav.', es: 'Grav.', ar: 'الخطورة' },
  'since': { en: 'Since', fr: 'Depuis', es: 'Desde', ar: 'منذ' },
  'state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'state.raised': { en: 'raised, not delivered', fr: 'déclenchée, non remise', es: 'emitida, sin entregar', ar: 'أُطلق ولم يُسلَّم' },
  'state.delivered': { en: 'delivered, not acknowledged', fr: 'remise, non prise en compte', es: 'entregada, sin acuse', ar: 'سُلِّم دون إقرار' },
  'state.acknowledged': { en: 'acknowledged', fr: 'prise en compte', es: 'con acuse', ar: 'أُقر به' },
  'state.acted': { en: 'acted on', fr: 'traitée', es: 'atendida', ar: 'اتُّخذ إجراء' },
  'community': { en: '{N} {n|alert|alerts} of communities: {V} checked by a call back, {M} answered by a movement ({P}), {F} told what came of it.', fr: '{N} {n|alerte|alertes} de communautés : {V} vérifiées par rappel, {M} suivies d’un mouvement ({P}), {F} informées de la suite.', es: '{N} {n|alerta|alertas} de comunidades: {V} verificadas con una llamada, {M} atendidas con un movimiento ({P}), {F} informadas del resultado.', ar: 'إنذارات المجتمعات المحلية: {N}؛ تُحقق منها باتصال: {V}، تلاها تحرك: {M} ({P})، أُبلغت بالنتيجة: {F}.' },
  'community.speed': { en: 'Median from the alert to the call back {C}, to the first movement {D}.', fr: 'Médiane de l’alerte au rappel {C}, au premier mouvement {D}.', es: 'Mediana de la alerta a la llamada {C}, al primer movimiento {D}.', ar: 'الوسيط من الإنذار إلى معاودة الاتصال {C} وإلى أول تحرك {D}.' },
  'community.none': { en: 'No alert of a community was raised in this time.', fr: 'Aucune alerte d’une communauté sur cette période.', es: 'No hubo alertas de comunidades en este período.', ar: 'لا إنذار من مجتمع محلي في هذه الفترة.' },
  'minutes': { en: '{n} min', fr: '{n} min', es: '{n} min', ar: '{n} د' },
  'none': { en: 'No alert is open.', fr: 'Aucune alerte ouverte.', es: 'No hay alertas abiertas.', ar: 'لا إنذار مفتوح.' },
}
const OPEN: readonly AlertState[] = ['raised', 'delivered', 'acknowledged', 'acted']
const MOST = 20

/** Alerts nobody has closed, the worst first; those of an exercise only in an exercise. */
async function open(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const query: Query = { kind: 'alert', where: { state: [...OPEN] }, sort: { by: 'severity', dir: 'desc' } }
  const { items, total } = await ask.bind.records(query, MOST)
  const lines = (items as unknown as VigieRecord<Alert>[]).map((record): Line => {
    const { data } = record
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const state = stateOf(data)
    const waits = state === 'raised' || state === 'delivered'
    return { cells: [[of('ref', record.ref)], [of('alert', inLocale(data.title as Text, ask.locale))], [of('severity', String(data.severity))], [of('since', ask.time(Date.parse(data.at)))], [of('state', ask.say(T, `state.${state}`))]], record: record.id, ...(waits ? { mark: 'missing' as const } : {}) }
  })
  return lines.length === 0 ? [{ type: 'text', pieces: [ask.bind.fact('none', ask.say(T, 'none'), { kind: 'alert', total: 0, records: [], query })] }] : [{ type: 'table', head: ['ref', 'alert', 'severity', 'since', 'state'].map((key) => ask.say(T, key)), lines, total }]
}

const READ = 5000

/** What communities told of in the time, how many were answered, and how fast. */
async function community(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const query: Query = { kind: 'alert', where: { community: ['true'], drill: ['false'] }, time: { axis: 'logged', from: new Date(ask.period.from).toISOString(), to: new Date(ask.period.to).toISOString() } }
  const { items, total } = await ask.bind.records(query, READ)
  const all = items as unknown as VigieRecord<Alert>[]
  if (total === 0) {
    return [{ type: 'text', pieces: [ask.bind.fact('community.none', ask.say(T, 'community.none'), { kind: 'alert', total: 0, records: [], query })] }]
  }
  const [verified, moved, told] = [all.filter(({ data }) => data.verified), all.filter(({ data }) => data.moved), all.filter(({ data }) => data.feedback)]
  const of = (id: string, some: readonly VigieRecord[], value = ask.number(some.length)): Piece => ask.bind.of(`community.${id}`, value, some, 'alert')
  const pieces = { N: ask.bind.fact('community', ask.number(total), { kind: 'alert', total, records: all.slice(0, 200).map(({ id, version }) => ({ id, version })), query }), V: of('verified', verified), M: of('moved', moved), P: of('share', moved, `${ask.number(Math.round((moved.length / all.length) * 100))} %`), F: of('told', told) }
  const minutes = (some: readonly VigieRecord<Alert>[], at: (alert: Alert) => string | undefined): string => {
    const middle = medianOf(some.flatMap(({ data, createdAt }) => { const ms = Date.parse(at(data) ?? '') - Date.parse(createdAt); return Number.isFinite(ms) ? [Math.max(0, ms)] : [] }))
    return middle === null ? '—' : ask.say(T, 'minutes', { n: ask.number(Math.round(middle / 60_000)) })
  }
  const speed = { C: of('call', verified, minutes(verified, ({ verified: one }) => one?.at)), D: of('first', moved, minutes(moved, ({ moved: one }) => one?.at)) }
  return [
    { type: 'text', pieces: weave(pieces, (holes) => ask.say(T, 'community', { ...holes, n: total })) },
    ...(verified.length + moved.length > 0 ? [{ type: 'text' as const, pieces: weave(speed, (holes) => ask.say(T, 'community.speed', holes)) }] : []),
  ]
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

export const alertSources: readonly SectionSource[] = [
  { name: 'watch.alerts', title: { en: 'Alerts open', fr: 'Alertes ouvertes', es: 'Alertas abiertas', ar: 'الإنذارات المفتوحة' }, in: { HANDOVER: 9 }, moving: true, build: open },
  { name: 'watch.community', title: { en: 'Alerts of communities', fr: 'Alertes des communautés', es: 'Alertas de comunidades', ar: 'إنذارات المجتمعات المحلية' }, in: { HOM: 34, WSR: 43, MSR: 46 }, moving: true, build: community },
]

import { inLocale, type Text, type Texts } from '../../../core/i18n.ts'
import type { Block, Line, Piece } from '../../../core/product.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { SectionAsk, SectionSource } from '../../../server/face.ts'
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

export const alertSources: readonly SectionSource[] = [
  { name: 'watch.alerts', title: { en: 'Alerts open', fr: 'Alertes ouvertes', es: 'Alertas abiertas', ar: 'الإنذارات المفتوحة' }, in: { HANDOVER: 9 }, moving: true, build: open },
]

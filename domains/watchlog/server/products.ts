import { inLocale, type Texts } from '../../../core/i18n.ts'
import type { Block, Line, Piece } from '../../../core/product.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { weave, type SectionAsk, type SectionSource } from '../../../server/face.ts'
import { unreached, type CallList } from '../shared/cir.ts'
import { isRed, type LogEntry } from '../shared/entry.ts'
import { ENDED, ORDER_STATES, orderState, type Order } from '../shared/order.ts'
import type { WatchShift } from '../shared/shift.ts'
import { ORDER_STATE_WORDS } from '../shared/texts.ts'

const T: Texts = {
  'watch': { en: 'Watch', fr: 'Quart', es: 'Guardia', ar: 'المناوبة' },
  'began': { en: 'Since', fr: 'Depuis', es: 'Desde', ar: 'منذ' },
  'lines': { en: 'Lines in its log', fr: 'Lignes au journal', es: 'Líneas del registro', ar: 'أسطر السجل' },
  'void': { en: 'of these void', fr: 'dont annulées', es: 'de ellas anuladas', ar: 'منها ملغى' },
  'ref': { en: 'Ref.', fr: 'Réf.', es: 'Ref.', ar: 'المرجع' },
  'action': { en: 'Action required', fr: 'Action requise', es: 'Acción requerida', ar: 'الإجراء المطلوب' },
  'by': { en: 'By whom', fr: 'Par qui', es: 'Por quién', ar: 'المكلف' },
  'due': { en: 'Due', fr: 'Échéance', es: 'Vence', ar: 'الموعد' },
  'red': { en: 'overdue', fr: 'en retard', es: 'vencida', ar: 'متأخر' },
  'no-actions': { en: 'No action is open in the log.', fr: 'Aucune action ouverte au journal.', es: 'No hay acciones abiertas en el registro.', ar: 'لا إجراء مفتوح في السجل.' },
  'cir': { en: 'Requirement', fr: 'Exigence', es: 'Requisito', ar: 'الاحتياج' },
  'about': { en: 'About', fr: 'Au sujet de', es: 'Sobre', ar: 'عن' },
  'reached': { en: 'Reached', fr: 'Joints', es: 'Localizados', ar: 'تم الاتصال بهم' },
  'open': { en: 'open', fr: 'ouverte', es: 'abierta', ar: 'مفتوحة' },
  'closed': { en: 'closed', fr: 'close', es: 'cerrada', ar: 'مغلقة' },
  'state': { en: 'State', fr: 'État', es: 'Estado', ar: 'الحالة' },
  'no-calls': { en: 'No call list was opened in this time, and none is open.', fr: 'Aucune liste d’appel ouverte sur la période ni en cours.', es: 'No se abrió ninguna lista de llamadas en este tiempo ni queda ninguna abierta.', ar: 'لم تُفتح قائمة اتصال في هذه المدة ولا قائمة مفتوحة.' },
  'order': { en: 'Order', fr: 'Ordre', es: 'Orden', ar: 'الأمر' },
  'to': { en: 'To', fr: 'À', es: 'A', ar: 'إلى' },
  'no-orders': { en: 'No order is under way.', fr: 'Aucun ordre en cours.', es: 'No hay órdenes en curso.', ar: 'لا أوامر جارية.' },
  'overdue': { en: '{A} {a|action|actions} of the log and {O} {o|order|orders} should have been done by now.', fr: '{A} {a|action|actions} du journal et {O} {o|ordre|ordres} auraient dû être exécutés.', es: '{A} {a|acción|acciones} del registro y {O} {o|orden|órdenes} ya deberían estar hechas.', ar: 'ما كان ينبغي إنجازه حتى الآن: إجراءات السجل {A}، أوامر {O}.' },
}

/** Lines of one table, and how much is read of a kind that has more. */
const MOST = 20
const READ = 1000

const logged = (ask: SectionAsk): NonNullable<Query['time']> => ({ axis: 'logged', from: new Date(ask.period.from).toISOString(), to: new Date(ask.period.to).toISOString() })
const dueWords = (ask: SectionAsk, due: string | undefined): string => (due === undefined ? '—' : ask.time(Date.parse(due)))

/** The watches that run, and how much each has written. */
async function log(ask: SectionAsk): Promise<Block[]> {
  const { bind } = ask
  const watches = ask.outside ? [] : (await bind.records({ kind: 'watch-shift', where: { state: ['open', 'signed-out'] } }, 50)).items
  const lines = await Promise.all(watches.map(async (record): Promise<Line> => {
    const shift = record.data as unknown as WatchShift
    const all = await bind.count(`${record.id}.lines`, { kind: 'log-entry', where: { log: [record.id] } }, ask.number)
    const gone = await bind.count(`${record.id}.void`, { kind: 'log-entry', where: { log: [record.id], state: ['void'] } }, ask.number)
    return { cells: [[bind.of(`${record.id}.watch`, `${shift.desk} ${shift.name}`, [record])], [bind.of(`${record.id}.since`, ask.time(Date.parse(shift.from)), [record])], [all.piece], [gone.piece]], record: record.id }
  }))
  return lines.length === 0 ? [] : [{ type: 'table', head: ['watch', 'began', 'lines', 'void'].map((key) => ask.say(T, key)), lines }]
}

/** Open actions, the overdue ones first. */
async function actions(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const { items, total } = await ask.bind.records({ kind: 'log-entry', where: { state: ['open'] }, sort: { by: 'logged', dir: 'asc' } }, READ)
  const open = (items as unknown as VigieRecord<LogEntry>[]).toSorted((a, b) => Number(isRed(b.data, ask.now)) - Number(isRed(a.data, ask.now)))
  const lines = open.slice(0, MOST).map((record): Line => {
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const red = isRed(record.data, ask.now)
    return { cells: [[of('ref', record.ref)], [of('action', record.data.action ?? record.data.text)], [of('by', record.data.actionBy ?? '—')], [of('due', `${dueWords(ask, record.data.due)}${red ? ` ${ask.say(T, 'red')}` : ''}`)]], record: record.id, ...(red ? { mark: 'missing' as const } : {}) }
  })
  return table(ask, ['ref', 'action', 'by', 'due'], lines, total, 'no-actions')
}

/** Requirements that were met: call lists opened in the period, and those still open. */
async function calls(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const fresh = await ask.bind.records({ kind: 'call-list', time: logged(ask), sort: { by: 'logged', dir: 'desc' } }, READ)
  const open = await ask.bind.records({ kind: 'call-list', where: { state: ['open'] }, sort: { by: 'logged', dir: 'desc' } }, READ)
  const all = [...open.items, ...fresh.items.filter((one) => !open.items.some((other) => other.id === one.id))] as unknown as VigieRecord<CallList>[]
  const lines = all.slice(0, MOST).map((record): Line => {
    const { data } = record
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const left = unreached(data).length
    return { cells: [[of('cir', data.code)], [of('about', data.ref)], [of('reached', `${ask.number(data.wake.length - left)}/${ask.number(data.wake.length)}`)], [of('state', ask.say(T, data.done ? 'closed' : 'open'))]], record: record.id, ...(data.done ? {} : { mark: 'missing' as const }) }
  })
  return table(ask, ['cir', 'about', 'reached', 'state'], lines, all.length, 'no-calls')
}

async function orders(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const { items, total } = await ask.bind.records({ kind: 'order', where: { state: ORDER_STATES.filter((state) => !ENDED.includes(state)) }, sort: { by: 'logged', dir: 'desc' } }, READ)
  const lines = (items as unknown as VigieRecord<Order>[]).slice(0, MOST).map((record): Line => {
    const { data } = record
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const late = data.due !== undefined && Date.parse(data.due) <= ask.now
    return { cells: [[of('ref', record.ref)], [of('order', data.title)], [of('to', data.to)], [of('due', `${dueWords(ask, data.due)}${late ? ` ${ask.say(T, 'red')}` : ''}`)], [of('state', inLocale(ORDER_STATE_WORDS[orderState(data)], ask.locale))]], record: record.id, ...(late ? { mark: 'missing' as const } : {}) }
  })
  return table(ask, ['ref', 'order', 'to', 'due', 'state'], lines, total, 'no-orders')
}

/** What leadership is told: how much should have been done and was not. */
async function overdue(ask: SectionAsk): Promise<Block[]> {
  if (ask.outside) {
    return []
  }
  const entries = (await ask.bind.records({ kind: 'log-entry', where: { state: ['open'] } }, READ)).items.filter((record) => isRed(record.data as unknown as LogEntry, ask.now))
  const late = (await ask.bind.records({ kind: 'order', where: { state: ORDER_STATES.filter((state) => !ENDED.includes(state)) } }, READ)).items.filter((record) => Date.parse((record.data as unknown as Order).due ?? '') <= ask.now)
  const pieces = { A: ask.bind.of('actions', ask.number(entries.length), entries, 'log-entry'), O: ask.bind.of('orders', ask.number(late.length), late, 'order') }
  return [{ type: 'text', pieces: weave(pieces, (holes) => ask.say(T, 'overdue', { ...holes, a: entries.length, o: late.length })) }]
}

function table(ask: SectionAsk, head: readonly string[], lines: Line[], total: number, none: string): Block[] {
  return lines.length === 0 ? [{ type: 'text', pieces: [ask.say(T, none)] }] : [{ type: 'table', head: head.map((key) => ask.say(T, key)), lines, total }]
}

/** What the watch hands over, and what of it the head of mission hears. */
export const watchlogSources: readonly SectionSource[] = [
  { name: 'watchlog.log', title: { en: 'The log', fr: 'Le journal', es: 'El registro', ar: 'السجل' }, in: { HANDOVER: 5 }, moving: true, build: log },
  { name: 'watchlog.actions', title: { en: 'Open actions', fr: 'Actions ouvertes', es: 'Acciones abiertas', ar: 'الإجراءات المفتوحة' }, in: { HANDOVER: 6 }, moving: true, build: actions },
  { name: 'watchlog.calls', title: { en: 'Critical information and calls', fr: 'Informations critiques et appels', es: 'Información crítica y llamadas', ar: 'المعلومات الحرجة والاتصالات' }, in: { HANDOVER: 7 }, moving: true, build: calls },
  { name: 'watchlog.orders', title: { en: 'Orders under way', fr: 'Ordres en cours', es: 'Órdenes en curso', ar: 'الأوامر الجارية' }, in: { HANDOVER: 8 }, moving: true, build: orders },
  { name: 'watchlog.overdue', title: { en: 'Overdue actions and orders', fr: 'Actions et ordres en retard', es: 'Acciones y órdenes vencidas', ar: 'إجراءات وأوامر متأخرة' }, in: { HOM: 38 }, moving: true, build: overdue },
]

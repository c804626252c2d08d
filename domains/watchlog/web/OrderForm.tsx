import { useId, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { navigate, ProblemNotice, serverNow, toast, useLocation, useSession, useTexts, useWords, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import { COMPONENTS, ORDER_TYPES, PARAGRAPHS, RISKS, SPEAKERS, type Component, type Option, type Order } from '../shared/order.ts'
import { orderDraft, type OrderDraft } from '../shared/order-draft.ts'
import { COMPONENT_WORDS, ORDER_TYPE_WORDS, RISK_WORDS } from '../shared/texts.ts'
import { ROWS } from './orders.texts.ts'
import { again, useList } from './read.ts'
import './watchlog.css'

const PURPOSE = ['who', 'what', 'when', 'where', 'why'] as const

/** An order as it is written; only the title and the two ends are needed. */
export function OrderForm() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { me } = useSession()
  const id = useId()
  const known = orderDraft(useLocation().search)
  const own = COMPONENTS.find((one) => me.grants.some((grant) => (SPEAKERS[one] as readonly string[]).includes(grant.role))) ?? 'MISSION'
  const [order, setOrder] = useState<Order>({ type: 'TASK', title: '', from: me.name, fromComponent: own, to: '', toComponent: own, ackMinutes: 15, ...fieldsOf(known) })
  const [hours, setHours] = useState('')
  const [records, setRecords] = useState(known.record ?? '')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const crises = useList({ kind: 'crisis', where: { state: ['running'] } }, 20)
  const set = (change: Partial<Order>) => setOrder((old) => ({ ...old, ...change }))
  const crosses = order.fromComponent !== order.toComponent
  const options = order.options ?? []
  const option = (i: number, change: Partial<Option>) => set({ options: options.map((one, at) => (at === i ? { ...one, ...change } : one)) })
  const issue = async () => {
    setBusy(true)
    setProblem(null)
    const key = uuid7()
    const linked = records.split(/[\s,;]+/).filter((one) => one !== '')
    const data = withoutEmpty({ ...order, type: crosses && order.type !== 'RFI' ? 'REQUEST' : order.type, options: options.filter((one) => one.name.trim() !== ''), ...(hours === '' ? {} : { due: new Date(serverNow() + Number(hours) * 3_600_000).toISOString() }), ...(linked.length > 0 ? { records: linked } : {}) })
    try {
      await writeOrKeep<RecordView>({ key, path: '/api/records', label: order.title, body: { id: key, kind: 'order', data, at: new Date().toISOString() } })
      toast(tt('issued', { title: order.title }))
      await again('order')
      navigate('/orders')
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  const component = (label: string, value: Component, change: (next: Component) => void, key: string) => <div className="field"><label htmlFor={`${id}-${key}`}>{label}</label><select id={`${id}-${key}`} className="select" value={value} onChange={(event) => change(event.target.value as Component)}>{COMPONENTS.map((one) => <option key={one} value={one}>{inLocale(COMPONENT_WORDS[one], locale)}</option>)}</select></div>
  const text = (label: string, key: string, value: string, change: (next: string) => void, more: { required?: boolean; max?: number } = {}) => <div className="field grow"><label htmlFor={`${id}-${key}`}>{label}</label><input id={`${id}-${key}`} className="input" dir="auto" required={more.required} maxLength={more.max ?? 300} value={value} onChange={(event) => change(event.target.value)} /></div>
  return (
    <div className="page stack orderform">
      <h1>{tt('new')}</h1>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void issue() }}>
        <div className="row wrap">
          <div className="field"><label htmlFor={`${id}-type`}>{tt('type')}</label><select id={`${id}-type`} className="select" value={crosses && order.type !== 'RFI' ? 'REQUEST' : order.type} onChange={(event) => set({ type: event.target.value as Order['type'] })}>{ORDER_TYPES.filter((one) => !crosses || one === 'REQUEST' || one === 'RFI').map((one) => <option key={one} value={one}>{inLocale(ORDER_TYPE_WORDS[one], locale)}</option>)}</select></div>
          {text(tt('name'), 'title', order.title, (title) => set({ title }), { required: true, max: 200 })}
        </div>
        <div className="row wrap">{text(tt('from'), 'from', order.from, (from) => set({ from }), { required: true, max: 120 })}{component(tt('from.component'), order.fromComponent, (fromComponent) => set({ fromComponent }), 'fc')}{text(tt('to.label'), 'to', order.to, (to) => set({ to }), { required: true, max: 120 })}{component(tt('to.component'), order.toComponent, (toComponent) => set({ toComponent }), 'tc')}</div>
        {crosses && <p className="notice">{tt('crosses')}</p>}
        <fieldset className="row wrap"><legend>{tt('purpose')}</legend>{PURPOSE.map((part) => <span key={part} className="grow orderpart">{text(tt(part), part, order[part] ?? '', (next) => set({ [part]: next }))}</span>)}</fieldset>
        {text(tt('constraints'), 'constraints', order.constraints ?? '', (constraints) => set({ constraints }), { max: 4000 })}
        <div className="row wrap">
          <div className="field watchshort"><label htmlFor={`${id}-due`}>{tt('due.label')}</label><input id={`${id}-due`} className="input" type="number" min={0} step="any" value={hours} onChange={(event) => setHours(event.target.value)} /></div>
          <div className="field watchshort"><label htmlFor={`${id}-ack`}>{tt('ack')}</label><input id={`${id}-ack`} className="input" type="number" min={1} max={10080} value={order.ackMinutes ?? ''} onChange={(event) => set({ ackMinutes: event.target.value === '' ? undefined as never : Number(event.target.value) })} /></div>
          {(crises.items?.length ?? 0) > 0 && <div className="field"><label htmlFor={`${id}-crisis`}>{tt('crisis')}</label><select id={`${id}-crisis`} className="select" value={order.crisis ?? ''} onChange={(event) => set({ crisis: event.target.value })}><option value="">{tt('crisis.none')}</option>{crises.items?.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>}
          {text(tt('records'), 'records', records, setRecords)}
        </div>
        <details><summary>{tt('five')}</summary>{PARAGRAPHS.map((part) => <div className="field" key={part}><label htmlFor={`${id}-${part}`}>{tt(`p.${part}`)}</label><textarea id={`${id}-${part}`} className="input" dir="auto" rows={3} maxLength={4000} value={order.paragraphs?.[part] ?? ''} onChange={(event) => set({ paragraphs: { ...order.paragraphs, [part]: event.target.value } })} /></div>)}</details>
        <details open={options.length > 0}><summary>{tt('options')}</summary>
          {options.map((one, i) => (
            <fieldset key={i} className="row wrap orderoption"><legend>{tt('option')} {i + 1}</legend>
              {text(tt('name'), `o${i}`, one.name, (name) => option(i, { name }), { max: 120 })}
              <div className="field watchshort"><label htmlFor={`${id}-h${i}`}>{tt('hours')}</label><input id={`${id}-h${i}`} className="input" type="number" min={0} step="any" value={one.hours ?? ''} onChange={(event) => option(i, { hours: event.target.value === '' ? undefined as never : Number(event.target.value) })} /></div>
              <div className="field"><label htmlFor={`${id}-r${i}`}>{tt('risk')}</label><select id={`${id}-r${i}`} className="select" value={one.risk ?? ''} onChange={(event) => option(i, { risk: (event.target.value || undefined) as never })}><option value="">–</option>{RISKS.map((risk) => <option key={risk} value={risk}>{inLocale(RISK_WORDS[risk], locale)}</option>)}</select></div>
              {text(tt('resources'), `s${i}`, one.resources ?? '', (resources) => option(i, { resources }))}
              {text(tt('mandate'), `m${i}`, one.mandate ?? '', (mandate) => option(i, { mandate }))}
              {text(tt('because'), `w${i}`, one.why ?? '', (why) => option(i, { why }), { max: 1000 })}
              <label className="row"><input type="radio" name={`${id}-chosen`} checked={one.chosen === true} onChange={() => set({ options: options.map(({ chosen: _old, ...other }, at) => (at === i ? { ...other, chosen: true as const } : other)) })} />{tt('chosen')}</label>
            </fieldset>
          ))}
          {options.length < 10 && <button type="button" className="btn small" onClick={() => set({ options: [...options, { name: '' }] })}>{tt('option.add')}</button>}
        </details>
        {problem !== null && <ProblemNotice error={problem} />}
        <div className="row wrap"><button type="submit" className="btn primary" disabled={busy}>{tt('issue')}</button><button type="button" className="btn" onClick={() => navigate('/orders')}>{tt('back')}</button></div>
      </form>
    </div>
  )
}

/** What the page it was begun on says of the order itself. */
function fieldsOf({ record: _record, ...fields }: OrderDraft): Partial<Order> {
  return fields
}

/** Without fields nobody filled, at any depth. */
function withoutEmpty(value: object): JsonObject {
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const kept = Array.isArray(member) ? member.map((one: unknown) => (typeof one === 'object' && one !== null ? withoutEmpty(one) : one)) : typeof member === 'object' && member !== null ? withoutEmpty(member) : typeof member === 'string' ? member.trim() : member
    const empty = kept === undefined || kept === '' || (typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0)
    return empty ? [] : [[key, kept]]
  })) as JsonObject
}

import { inLocale } from '../../../core/i18n.ts'
import { ROLES } from '../../../core/roles.ts'
import { Card, fullTime, Link, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { PARAGRAPHS } from '../shared/order.ts'
import { ORDER_STATE_WORDS, RISK_WORDS } from '../shared/texts.ts'
import { ROWS } from './orders.texts.ts'
import { OrderTimes } from './OrdersPage.tsx'
import { orderOf, OrderSteps } from './OrderSteps.tsx'
import './watchlog.css'

/** Where an order stands, what can be done next, how it came there, and what else was weighed. */
export function OrderCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const order = orderOf(record)
  return (
    <Card title={<>{tt('order')} <span className="tag">{inLocale(ORDER_STATE_WORDS[order.state ?? 'ISSUED'], locale)}</span></>} id="order">
      <OrderTimes record={record} />
      <OrderSteps record={record} />
      {order.effect && <p><strong>{tt('observed')}</strong> <span dir="auto">{order.effect}</span></p>}
      {order.paragraphs && <dl className="watchsigned">{PARAGRAPHS.flatMap((part) => (order.paragraphs?.[part] ? [<div key={part} className="pair"><dt>{tt(`p.${part}`)}</dt><dd dir="auto">{order.paragraphs[part]}</dd></div>] : []))}</dl>}
      {(order.options?.length ?? 0) > 0 && (
        <div className="tablescroll" tabIndex={0} role="group" aria-label={tt('options')}>
          <table className="optiontable">
            <thead><tr><th scope="col">{tt('option')}</th><th scope="col">{tt('hours')}</th><th scope="col">{tt('risk')}</th><th scope="col">{tt('resources')}</th><th scope="col">{tt('mandate')}</th><th scope="col">{tt('because')}</th></tr></thead>
            <tbody>{order.options?.map((one) => <tr key={one.name} data-chosen={one.chosen}><th scope="row"><bdi>{one.name}</bdi> {one.chosen && <span className="tag ok">{tt('chosen')}</span>}</th><td>{one.hours === undefined ? '' : number(one.hours)}</td><td>{one.risk && inLocale(RISK_WORDS[one.risk], locale)}</td><td dir="auto">{one.resources}</td><td dir="auto">{one.mandate}</td><td dir="auto">{one.why}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      {(order.records?.length ?? 0) > 0 && <p className="row wrap small">{order.records?.map((one) => <Link key={one} to={`/records/${one}`} className="mono ltr">{one}</Link>)}</p>}
      {(order.steps?.length ?? 0) > 0 && <ol className="plainlist ordercourse" aria-label={tt('course')}>{order.steps?.map((step) => <li key={step.at + step.state}><span className="tag">{inLocale(ORDER_STATE_WORDS[step.state], locale)}</span> <span className="small">{fullTime(Date.parse(step.at), mission.zone, locale)} · {inLocale(ROLES[step.role as keyof typeof ROLES]?.text ?? { en: step.role, fr: step.role }, locale)}</span> {step.note && <span dir="auto">{step.note}</span>}</li>)}</ol>}
    </Card>
  )
}

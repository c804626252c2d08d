import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Card, Skeleton } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { useHealth } from '../states.ts'
import type { HealthView } from '../types.ts'
import { ROWS } from './node.texts.ts'

type Check = HealthView['checks'][number]

/** How the node is: what needs somebody first, in words, then the figures. */
export function HealthPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const health = useHealth()
  const word = (key: string, values: Record<string, string | number> = {}) => (key in ROWS ? tt(key as keyof typeof ROWS, values) : key)
  const sentence = ({ id, state, values }: Check) => word(values['hours'] === -1 || values['days'] === -1 || (id === 'https' && state !== 'ok') ? `health.${id}.none` : `health.${id}`, values)
  return (
    <div className="page narrowpage stack">
      <header><h1>{tt('health.title')}</h1><p className="quiet">{tt('health.lead')}</p></header>
      {health.error && <ProblemNotice error={health.error} retry={() => void health.refetch()} />}
      {!health.data && !health.error && <Skeleton lines={8} />}
      {health.data && (
        <>
          <ul className="checklist" aria-live="polite">{health.data.checks.map((check) => (
            <li key={check.id}><span className={`tag ${check.state}`}>{tt(`health.${check.state}`)}</span><div className="grow"><p dir="auto">{sentence(check)}</p>{check.state !== 'ok' && <p className="quiet small">{word(`health.${check.id}.do`)}{check.values['detail'] ? ` ${String(check.values['detail'])}` : ''}</p>}</div></li>
          ))}</ul>
          <Card title={tt('facts')} id="facts"><dl className="factlist">{Object.entries(health.data.facts).map(([name, value]) => <Fact key={name} name={word(`fact.${name}`)} value={typeof value === 'number' ? number(value) : value} />)}</dl><p className="quiet small">{tt('facts.hint')}</p></Card>
        </>
      )}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return <><dt>{name}</dt><dd><bdi className="mono">{value}</bdi></dd></>
}

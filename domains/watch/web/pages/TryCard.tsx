import { Link, TryPast, useTexts, useWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'

type Tried = { fired: number; told: { at: string; count: number; records: { id: string; ref: string; title: string; at: string }[] }[]; records: number; more: boolean }

/** What a draft would have told of the records; each time opens them. */
export function TryCard({ rule }: { rule: AlertRule }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  return (
    <TryPast<Tried>
      id="alert-rule-try" path="/api/alerts/rules/test" rule={{ ...rule, name: rule.name || '-' }} days={[1, 7, 30, 90, 365]} usual={30} more={tt('try.more')} looked={({ records }) => tt('try.looked', { n: number(records) })}
      line={({ records, count }) => (
        <>
          <span className="grow">{records.map((record) => <Link key={record.id} className="alertrecord" to={`/records/${record.ref}`}><span className="mono ltr">{record.ref}</span> <bdi>{record.title}</bdi></Link>)}</span>
          {count > records.length && <span className="quiet small">{tt('shown', { n: number(records.length), all: number(count) })}</span>}
        </>
      )}
    />
  )
}

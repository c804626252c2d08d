import { useHistory } from '../api/queries.ts'
import type { HistoryItem, RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Card, FullTime } from '../shell/parts.tsx'
import { ageText } from '../time/format.ts'
import { usePurpose } from './purpose.ts'
import { ROWS } from './record.texts.ts'
import { Who } from './Who.tsx'

type Point = { key: 'happened' | 'reported' | 'logged' | 'first' | 'approved' | 'veracity' | 'feedback'; at: number | null; item?: HistoryItem | undefined }

const DECIDED: ReadonlySet<string> = new Set(['corroborate', 'verify', 'refute', 'mark-unverifiable'])
const MARKS: ReadonlySet<string> = new Set(['read', 'export'])

/** From the event to the answer: event, report and log time apart from each other, and how long each step took. */
export function Timeline({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const history = useHistory(record.id, usePurpose()).data ?? []
  const points = pointsOf(record, history)
  return (
    <Card id="timeline" title={tt('lag.title')}>
      <ol className="lags">
        {points.map(({ key, at, item }, i) => {
          const before = points.slice(0, i).findLast((one) => one.at !== null)?.at ?? null
          const gap = at !== null && before !== null ? at - before : null
          return (
            <li key={key} className={at === null ? 'open' : ''}>
              <span className="dot" aria-hidden="true" />
              <span className="grow">
                <span className="row wrap"><strong>{tt(`lag.${key}`)}</strong>{gap !== null && gap >= 0 && <span className="tag ltr">{tt('lag.after', { age: ageText(gap, locale) })}</span>}</span>
                <span className="small quiet">{at === null ? tt('lag.unknown') : <FullTime at={at} />}{item && <> · <Who item={item} /></>}</span>
              </span>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}

function pointsOf(record: RecordView, history: readonly HistoryItem[]): Point[] {
  const of = (key: Point['key'], item: HistoryItem | undefined): Point[] => (item ? [{ key, at: Date.parse(item.receivedAt), item }] : [])
  const feedback = history.find((one) => one.type === 'comment' && one.patch['feedback'] === true)
  const later = [
    ...of('first', history.find((one) => !MARKS.has(one.type) && one.actor !== record.createdBy)),
    ...of('approved', history.findLast((one) => one.type === 'approve')),
    ...of('veracity', history.findLast((one) => DECIDED.has(one.type))),
    ...of('feedback', feedback),
  ].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  return [
    { key: 'happened', at: record.happened ? Date.parse(record.happened.from) : null },
    { key: 'reported', at: record.reported ? Date.parse(record.reported) : null },
    { key: 'logged', at: Date.parse(record.createdAt), item: history[0] },
    ...later,
  ]
}

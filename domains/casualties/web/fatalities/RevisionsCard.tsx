import { useState } from 'react'
import { Card, fullTime, Link, ProblemNotice, useSession, useTexts, useWords } from '../../../../web/face.ts'
import { useRevisions } from './read.ts'
import { ROWS } from './statistics.texts.ts'
import { useValue } from './value.ts'

const FIRST = 20
const MOST = 500

/** What was corrected, by a later snapshot or by the mission, newest first. */
export function RevisionsCard() {
  const tt = useTexts(ROWS)
  const { colon, label, number, locale } = useWords()
  const { mission } = useSession()
  const value = useValue()
  const [limit, setLimit] = useState(FIRST)
  const found = useRevisions(limit)
  const when = (on: string): string => (on.length > 10 ? fullTime(Date.parse(on), mission.zone, locale) : on)
  return (
    <Card title={tt('log')} id="fat-log">
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data?.total === 0 && <p className="quiet">{tt('log.none')}</p>}
      <ol className="plainlist fatlog">
        {found.data?.items.map((one, i) => (
          <li key={`${one.record} ${one.on} ${one.field} ${i}`}>
            <p className="row wrap"><bdi>{when(one.on)}</bdi> <Link to={`/records/${one.ref}`} className="mono ltr">{one.casualtyId}</Link> <span>{label(`field.fatality.${one.field}`)}{colon}<bdi>{value(one.from) || '–'}</bdi> → <strong><bdi>{value(one.to) || '–'}</bdi></strong></span></p>
            {(one.note ?? one.source ?? one.by) && <p className="small quiet" dir="auto">{[one.note, one.source, one.by && tt('log.by', { by: one.by })].filter(Boolean).join(' · ')}</p>}
          </li>
        ))}
      </ol>
      {(found.data?.total ?? 0) > (found.data?.items.length ?? 0) && <p className="row wrap noprint"><span className="quiet small">{tt('shown', { n: number(found.data?.items.length ?? 0), all: number(found.data?.total ?? 0) })}</span>{limit < MOST && <button type="button" className="btn small" onClick={() => setLimit(MOST)}>{tt('more', { n: number(Math.min(MOST, found.data?.total ?? 0)) })}</button>}</p>}
    </Card>
  )
}

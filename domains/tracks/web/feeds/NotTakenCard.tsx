import { useQuery } from '@tanstack/react-query'
import { api, Card, fullTime, ProblemNotice, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { OUTCOME, Refusal } from '../../shared/pipeline/report.ts'
import { ROWS } from './not-taken.texts.ts'
import type { FeedDetail } from './model.ts'

const ASK_AGAIN_MS = 10_000
/** What a date can say. */
const LATEST_MS = 8.64e15

type Outcome = (typeof OUTCOME)[Refusal]
type Counted = { reason: Refusal; outcome: Outcome; count: number; lastAt: number }
type Example = { reason: Refusal; subject: string; lon: number | null; lat: number | null; at: number | null; receivedAt: number }
type Refused = { feed: string; name: string; counts: Counted[]; examples: Example[] }

/** What was read well and then not believed, or believed with something put right: counts by reason, the newest of them with their place. */
export function NotTakenCard({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const asked = useQuery({ queryKey: ['tracks-refused'], queryFn: () => api<{ items: Refused[] }>('/api/tracks/refused'), refetchInterval: ASK_AGAIN_MS, retry: false })
  const mine = asked.data?.items.find((one) => one.feed === feed.id)
  const time = (at: number | null) => (at === null || Math.abs(at) > LATEST_MS ? tt('time.none') : fullTime(at, mission.zone, locale))
  return (
    <Card title={tt('title')} id="feed-not-taken" side={<span className="tag">{number((mine?.counts ?? []).reduce((sum, one) => sum + one.count, 0))}</span>}>
      <div className="stack">
        {asked.error && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
        {asked.data && <p className={mine ? 'small quiet' : 'quiet'}>{tt(mine ? 'lead' : 'none')}</p>}
        {mine && <ul className="feedreasons">{mine.counts.map((one) => <li key={one.reason}><span className="mono">{number(one.count)} ×</span> {tt(`refusal.${one.reason}`)} <span className="small quiet">· {tt(`outcome.${one.outcome}`)} · {tt('last', { at: time(one.lastAt) })}</span></li>)}</ul>}
        {mine && mine.examples.length > 0 && (
          <details>
            <summary>{tt('examples', { n: number(mine.examples.length) })}</summary>
            <ol className="feedchanges">{mine.examples.map((one, n) => <li key={`${one.receivedAt}-${n}`}><bdi className="mono ltr">{one.subject}</bdi><span className="small">{tt(`refusal.${one.reason}`)}</span><span className="small quiet"><bdi className="ltr">{one.lon === null || one.lat === null ? tt('place.none') : `${one.lat.toFixed(5)}, ${one.lon.toFixed(5)}`}</bdi> · {time(one.at)}</span></li>)}</ol>
          </details>
        )}
      </div>
    </Card>
  )
}

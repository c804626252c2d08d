import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, Card, fullTime, ProblemNotice, queryClient, toast, useSession, useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import type { FeedDetail, FeedList, Reason } from './model.ts'

type List = { items: { name: string; from: string; bytes: number }[]; bytes: number; mostBytes: number; leftOut: number; failed: string | null }
type Trial = { pieces: number; heard: number; bad: number; whole: boolean; reasons: Reason[] }
const SPEEDS = [1, 5, 20, 100, 0] as const

/** What was recorded: download it, try another format on it, or play it into the picture as a replay. */
export function RecordingsCard({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const [speed, setSpeed] = useState(1)
  const [codec, setCodec] = useState(feed.codec)
  const [trial, setTrial] = useState<Trial | null>(null)
  const [error, setError] = useState<unknown>(null)
  const address = `/api/feeds/${encodeURIComponent(feed.id)}`
  const list = useQuery({ queryKey: ['feed-recordings', feed.id], queryFn: () => api<List>(`${address}/recordings`), refetchInterval: 10_000 })
  const codecs = useQuery({ queryKey: ['feeds'], queryFn: () => api<FeedList>('/api/feeds'), staleTime: 60_000 })
  const done = async (work: () => Promise<unknown>) => {
    setError(null)
    setTrial(null)
    try {
      await work()
      await queryClient.invalidateQueries({ queryKey: ['feeds', feed.id] })
      await queryClient.invalidateQueries({ queryKey: ['feed-recordings', feed.id] })
    } catch (problem) {
      setError(problem)
    }
  }
  const play = (recording: string) => done(() => api(`${address}/replay`, { method: 'POST', body: { recording, speed } }))
  const attempt = (recording: string) => done(async () => setTrial(await api<Trial>(`${address}/trial`, { method: 'POST', body: { recording, codec } })))
  const speedWords = (value: number) => (value === 0 ? tt('play.full') : `×${value}`)
  const items = list.data?.items ?? []
  const megabytes = (bytes: number) => number(Math.round(bytes / 100_000) / 10)
  return (
    <Card title={tt('recordings')} id="feed-recordings">
      <div className="stack">
        {feed.recordMb === 0 && items.length === 0 && <p className="quiet">{tt('recordings.off')}</p>}
        {feed.recordMb > 0 && items.length === 0 && list.data && <p className="quiet">{tt('recordings.none')}</p>}
        {feed.recordMb > 0 && list.data && <p className="small quiet">{tt('recordings.of', { used: megabytes(list.data.bytes), most: number(feed.recordMb) })}</p>}
        {list.data && list.data.failed !== null && <p className="notice critical" role="status"><span>{tt('recordings.failed')} <bdi lang="en" className="feedsaid">{list.data.failed}</bdi></span></p>}
        {(list.data?.leftOut ?? 0) > 0 && <p className="notice warning">{tt('recordings.left', { n: number(list.data?.leftOut ?? 0) })}</p>}
        {feed.mayEdit && items.length > 0 && (
          <>
            <p className="small quiet">{tt('play.lead')}</p>
            <div className="row wrap feedtools">
              <div className="field"><label htmlFor="feed-speed">{tt('play.speed')}</label><select id="feed-speed" className="select" value={speed} onChange={(e) => setSpeed(Number(e.target.value))}>{SPEEDS.map((one) => <option key={one} value={one}>{speedWords(one)}</option>)}</select></div>
              <div className="field"><label htmlFor="feed-codec">{tt('form.codec')}</label><select id="feed-codec" className="select" value={codec} onChange={(e) => setCodec(e.target.value)}>{[...new Set([feed.codec, ...(codecs.data?.codecs ?? [])])].map((one) => <option key={one} value={one}>{one}</option>)}</select></div>
            </div>
          </>
        )}
        {feed.replay && <p className="notice" role="status"><span className="grow">{tt('playing', { speed: speedWords(feed.replay.speed), heard: number(feed.replay.heard), bad: number(feed.replay.bad) })}</span>{feed.mayEdit && <button type="button" className="btn small" onClick={() => void done(() => api(`${address}/replay`, { method: 'DELETE' }))}>{tt('play.stop')}</button>}</p>}
        {trial && <div className="notice" role="status"><div><p>{tt('tried', { heard: number(trial.heard), bad: number(trial.bad), pieces: number(trial.pieces) })} {!trial.whole && tt('tried.cut')}</p>{trial.reasons.length > 0 && <ul className="feedreasons">{trial.reasons.map((one) => <li key={one.reason}><span className="mono">{number(one.count)} ×</span> <bdi lang="en">{one.reason}</bdi></li>)}</ul>}</div></div>}
        {(error ?? list.error) ? <ProblemNotice error={error ?? list.error} /> : null}
        {items.length > 0 && (
          <ul className="feedfiles">{items.map((one) => (
            <li key={one.name}>
              <span className="grow">{tt('recordings.from', { at: fullTime(Date.parse(one.from), mission.zone, locale) })} <span className="quiet small nowrap">{one.bytes < 1_000_000 ? tt('kilobytes', { n: number(Math.ceil(one.bytes / 1000)) }) : tt('megabytes', { n: megabytes(one.bytes) })}</span></span>
              <a className="btn small" href={`${address}/recordings/${one.name}`} download>{tt('download')}</a>
              {feed.mayEdit && (
                <>
                  <button type="button" className="btn small" disabled={feed.replay !== null} onClick={() => void play(one.name)}>{tt('play')}</button>
                  <button type="button" className="btn small" onClick={() => void attempt(one.name)}>{tt('try')}</button>
                  <button type="button" className="btn small danger" onClick={() => void done(async () => { await api(`${address}/recordings/${one.name}`, { method: 'DELETE' }); toast(one.name) })}>{tt('delete')}</button>
                </>
              )}
            </li>
          ))}
          </ul>
        )}
      </div>
    </Card>
  )
}

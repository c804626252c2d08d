import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, Card, navigate, ProblemNotice, queryClient, toast, useNow, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Track } from '../shared/track.ts'
import { ROWS as DAY } from './day.texts.ts'
import { useLivePicture } from './live.ts'
import { ROWS } from './map.texts.ts'
import { ageOf } from './plan.ts'
import { useTrackSettings } from './settings.ts'
import { chooseTrack, setTracks } from './state.ts'
import { placeWords, sourceWords } from './words.ts'
import './tracks.css'

type Both = { items: RecordView[] }
type Members = { subjects: { subject: string; at: number }[] }

/** Where a track is now, under which identities it reports, and whether two tracks are one. */
export function NowCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const td = useTexts(DAY)
  const { locale } = useWords()
  const { picture } = useLivePicture()
  const settings = useTrackSettings()
  const now = useNow(5000)
  const [other, setOther] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const members = useQuery<Members>({ queryKey: ['track-members', record.id, record.version], queryFn: ({ signal }) => api<Members>(`/api/tracks/${encodeURIComponent(record.id)}`, { signal }) })
  const one = picture.track(record.id)
  const data = record.data as unknown as Track
  const mayEdit = record.can.includes('edit')
  const act = async (path: string, body: Record<string, unknown>, said: (items: RecordView[]) => string) => {
    setProblem(null)
    try {
      const { items } = await api<Both>(`/api/tracks/${encodeURIComponent(record.id)}/${path}`, { method: 'POST', body })
      toast(said(items))
      setOther('')
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => ['record', 'records', 'thread', 'track-members'].includes(String(queryKey[0])) })
    } catch (error) {
      setProblem(error)
    }
  }
  const show = () => {
    chooseTrack(record.id)
    setTracks({ follow: true })
    navigate('/')
  }
  return (
    <Card id="track-now" title={td('now')} side={one && <button type="button" className="btn small" onClick={show}>{td('show')}</button>}>
      {one
        ? <><p className={`trackage ${ageOf(one.at, now, settings)}`}>{sourceWords(one, now, locale, tt)}</p><p className="mono ltr">{placeWords(one).grid}</p><p className="quiet small ltr">{placeWords(one).degrees}</p></>
        : <p className="quiet">{td('nowhere')}</p>}
      {(members.data?.subjects.length ?? 0) > 0 && (
        <><h4>{td('identities')}</h4>
          <ul className="tracklist">{members.data?.subjects.map(({ subject, at }) => (
            <li key={subject} className="row"><span className="grow mono ltr small cut">{subject}</span><span className="quiet small">{sourceWords({ source: 'unknown', at }, now, locale, (_key, values) => String(values?.['age'] ?? ''))}</span>
              {mayEdit && data.subjects.length > 1 && <button type="button" className="btn small plain" aria-label={td('split', { subject })} title={td('split', { subject })} onClick={() => void act('split', { subjects: [subject] }, (items) => td('split.done', { ref: items.find((r) => r.id !== record.id)?.ref ?? '' }))}>{td('split.short')}</button>}
            </li>
          ))}</ul></>
      )}
      {mayEdit && (
        <form className="row trackjoin" onSubmit={(e) => { e.preventDefault(); void act('merge', { other: other.trim() }, () => td('merged', { ref: other.trim() })) }}>
          <label className="grow"><span className="small quiet">{td('same')}</span><input className="input small ltr" value={other} aria-label={td('same.how')} onChange={(e) => setOther(e.target.value)} /></label>
          <button type="submit" className="btn small" disabled={other.trim() === ''}>{td('merge')}</button>
        </form>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </Card>
  )
}

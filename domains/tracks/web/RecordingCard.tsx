import { useRef, useState } from 'react'
import { api, Card, dayTime, ProblemNotice, queryClient, queryString, Told, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { ROWS } from './recording.texts.ts'

type Read = { format: string; positions: number; taken: number; from: string | null; to: string | null; things: string[]; unread: { reason: string; count: number }[] }

/** A file recorded elsewhere becomes part of where this track was: looked at first, then kept. */
export function RecordingCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [of, setOf] = useState<string | null>(null)
  const [found, setFound] = useState<Read | null>(null)
  const [kept, setKept] = useState<Read | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!record.can.includes('positions-import')) {
    return null
  }
  const send = async (from: File, which: string | null, dryRun: boolean) => {
    setBusy(true)
    setError(null)
    const form = new FormData()
    form.append('file', from, from.name)
    try {
      const read = await api<Read>(`/api/tracks/${encodeURIComponent(record.id)}/recorded?${queryString({ dryRun: String(dryRun), ...(which === null ? {} : { of: which }) })}`, { method: 'POST', form })
      if (dryRun) {
        setFound(read)
        setOf(which ?? (read.things.length > 1 ? null : (read.things[0] ?? null)))
      } else {
        setKept(read)
        setFound(null)
        setFile(null)
        void queryClient.invalidateQueries({ queryKey: ['track-day', record.id] })
      }
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const choose = (chosen: File) => {
    setFile(chosen)
    setFound(null)
    setKept(null)
    void send(chosen, null, true)
  }
  const when = (at: string | null) => (at === null ? '—' : dayTime(Date.parse(at), mission.zone, locale))
  return (
    <Card id="track-recording" title={tt('title')}>
      <div className="stack tight">
        <p className="quiet small">{tt('lead')}</p>
        <div className="row wrap">
          <input ref={input} type="file" accept=".gpx,.kml,.geojson,.json,.cot,.xml,.nmea,.txt,.log" className="sr" tabIndex={-1} aria-label={tt('choose')} onChange={(e) => { const [one] = e.target.files ?? []; e.target.value = ''; if (one) { choose(one) } }} />
          <button type="button" className="btn" disabled={busy} onClick={() => input.current?.click()}>{busy ? tt('busy') : tt('choose')}</button>
          {file && <bdi className="small cut">{file.name}</bdi>}
        </div>
        {found && file && (
          <>
            <p role="status">{tt('found', { n: number(found.positions), from: when(found.from), to: when(found.to) })}</p>
            {found.unread.map((one) => <p key={one.reason} className="notice warning small"><Told text={one.reason} /> ({number(one.count)})</p>)}
            {found.things.length > 1 && (
              <label className="field"><span>{tt('which')}</span><select className="select" value={of ?? ''} onChange={(e) => { const which = e.target.value; setOf(which); void send(file, which, true) }}>
                <option value="" disabled>{tt('which.none')}</option>
                {found.things.map((name) => <option key={name} value={name}>{name}</option>)}
              </select></label>
            )}
            <button type="button" className="btn primary" disabled={busy || (found.things.length > 1 && of === null)} onClick={() => void send(file, found.things.length > 1 ? of : null, false)}>{tt('keep')}</button>
          </>
        )}
        {kept && <p role="status">{tt('kept', { n: number(kept.taken), of: number(kept.positions) })}</p>}
        {error !== null && <ProblemNotice error={error} />}
      </div>
    </Card>
  )
}

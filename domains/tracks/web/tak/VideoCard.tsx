import { Check } from 'lucide-react'
import { useState } from 'react'
import { Card, ProblemNotice, saveAction, useTexts } from '../../../../web/face.ts'
import type { RecordView } from '../../../../web/face.ts'
import type { VideoSource } from '../../shared/video-source.ts'
import { ROWS } from './video.texts.ts'

/** Beside a video source that a device sent: until somebody takes it over, only that device is listed it. */
export function VideoCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { offered } = record.data as unknown as VideoSource
  if (!offered) {
    return null
  }
  const take = async () => {
    setBusy(true)
    setError(null)
    try {
      await saveAction(record, 'take-over', {}, record.ref)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const may = record.can.includes('take-over')
  return (
    <Card title={tt('title')} id="tak-video">
      <div className="stack tight">
        <p className="small">{tt('lead')}{offered.callsign !== undefined && <> {tt('from')} <bdi>{offered.callsign}</bdi>.</>}</p>
        {may ? <div className="row wrap noprint"><button type="button" className="btn" disabled={busy} onClick={() => void take()}><Check size={14} aria-hidden="true" />{tt('take')}</button></div> : <p className="small quiet">{tt('ask')}</p>}
        {error !== null && <ProblemNotice error={error} />}
      </div>
    </Card>
  )
}

import { useEffect, useState } from 'react'
import { formatDtg } from '../../core/time-dtg.ts'
import { ApiProblem } from '../api/http.ts'
import { useRecord } from '../api/queries.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Skeleton, useMarking } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { useNow } from '../time/now.ts'
import { PurposeContext, declarePurpose } from './purpose.ts'
import { RecordBody } from './RecordBody.tsx'
import { useLiveRecord } from './live-record.ts'

/** Asks for the purpose where the record's compartments need one; shows the record else. */
export function RecordLoader({ reference, narrow }: { reference: string; narrow: boolean }) {
  const [purpose, setPurpose] = useState('')
  const [typed, setTyped] = useState('')
  const { t } = useWords()
  const found = useRecord(reference, purpose)
  const record = found.data && (found.data.ref === reference || found.data.id === reference) ? found.data : null
  const id = record?.id
  useEffect(() => (id === undefined || purpose === '' ? undefined : declarePurpose(id, purpose)), [id, purpose])
  useShowing('record', record ? [record] : [])
  useLiveRecord(record)
  const markingIn = useMarking()
  if (record) {
    const line = markingIn(record.handling)
    // Paper travels between readers of different languages: it carries the line of the mission as well.
    const paper = line === record.marking ? line : `${line} / ${record.marking}`
    const strip = <div className="handline" data-level={record.handling.level}><bdi>{line}</bdi>{paper !== line && <span className="paperonly"> / <bdi>{record.marking}</bdi></span>}</div>
    return (
      <>
        {strip}
        <PurposeContext value={purpose}><RecordBody key={record.id} record={record} narrow={narrow} /></PurposeContext>
        {strip}
      </>
    )
  }
  if (found.error instanceof ApiProblem && found.error.id === 'purpose-needed') {
    return (
      <form className="pad stack" onSubmit={(e) => { e.preventDefault(); setPurpose(typed.trim()) }}>
        <h2>{t('purpose.title')}</h2>
        <p className="quiet">{t('purpose.why')}</p>
        <div className="field"><label htmlFor="purpose">{t('record.purpose')}</label><input id="purpose" className="input" dir="auto" value={typed} onChange={(e) => setTyped(e.target.value)} required minLength={5} /></div>
        <button type="submit" className="btn primary self-start">{t('purpose.open')}</button>
      </form>
    )
  }
  if (found.error) {
    return <div className="pad"><ProblemNotice error={found.error} retry={() => void found.refetch()} /></div>
  }
  return <div className="pad"><Skeleton lines={8} /></div>
}

/** A record on a page of its own; prints with marking, time and name. */
export function RecordPage({ reference }: { reference: string }) {
  const { me } = useSession()
  const now = useNow(60_000)
  return (
    <div className="page recordpage">
      <RecordLoader reference={reference} narrow={false} />
      <p className="printfoot">{formatDtg(now)} · {me.name} · Vigie</p>
    </div>
  )
}

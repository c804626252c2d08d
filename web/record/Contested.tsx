import { useState } from 'react'
import { useHistory } from '../api/queries.ts'
import type { RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { FullTime } from '../shell/parts.tsx'
import { act } from './actions.ts'
import { Value } from './value.tsx'

/** Edits that came second, side by side with what stands; a person decides. */
export function Contested({ record }: { record: RecordView }) {
  const { t, label } = useWords()
  const [error, setError] = useState<unknown>(null)
  const history = useHistory(record.id)
  if (record.contested.length === 0) {
    return null
  }
  const decide = (action: string, field: string, take: 'theirs' | 'standing') => {
    setError(null)
    void act(record, 'resolve', { action, field, take }).catch(setError)
  }
  return (
    <section className="contested" aria-label={t('record.contested')}>
      <h3>{t('record.contested')}</h3>
      <p className="small quiet">{t('record.contested.why')}</p>
      {record.contested.map((c) => (
        <div key={c.action + c.field} className="contest">
          <strong className="small">{label(`field.${record.kind}.${c.field}`, label(`field.${c.field}`))}</strong>
          <div className="sides">
            <div><span className="quiet small">{t('record.standing')}</span><div><Value kind={record.kind} field={c.field} value={record.data[c.field]} /></div>{record.can.includes('resolve') && <button type="button" className="btn small" onClick={() => decide(c.action, c.field, 'standing')}>{t('record.keep-standing')}</button>}</div>
            <div><span className="quiet small"><span dir="auto">{history.data?.find((item) => item.id === c.action)?.actorName ?? c.by}</span> · {c.role} · <FullTime at={c.at} /></span><div><Value kind={record.kind} field={c.field} value={c.value} /></div>{record.can.includes('resolve') && <button type="button" className="btn small primary" onClick={() => decide(c.action, c.field, 'theirs')}>{t('record.take-theirs')}</button>}</div>
          </div>
        </div>
      ))}
      {error !== null && <ProblemNotice error={error} />}
    </section>
  )
}

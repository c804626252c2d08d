import { useState } from 'react'
import type { OwnKind } from '../../../core/own-kind.ts'
import { useKind, useRecords } from '../../api/queries.ts'
import type { RecordView } from '../../api/types.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { Card } from '../../shell/parts.tsx'
import { readDefinition } from './definition.ts'
import { KindEditor } from './KindEditor.tsx'
import { ROWS } from './kinds.texts.ts'
import './kinds.css'

const EMPTY: OwnKind = { name: 'own-', prefix: '', label: { en: '' }, approval: false, fields: [] }

/** What the mission defined itself: kinds of its own and fields added to shipped ones. */
export function KindsPage() {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const records = useRecords({ kind: 'own-kind' }, 200)
  const mayMake = useKind('own-kind')?.canCreate === true
  const [open, setOpen] = useState<{ record: RecordView | null; start: OwnKind } | null>(null)
  const [bad, setBad] = useState(false)
  const items = records.data?.pages.flatMap((page) => page.items) ?? []
  if (open) {
    return <KindEditor key={open.record?.id ?? 'new'} record={open.record} start={open.start} onClose={() => setOpen(null)} />
  }
  const take = async (file: File) => {
    const start = readDefinition(await file.text())
    setBad(start === null)
    if (start) {
      setOpen({ record: null, start })
    }
  }
  return (
    <div className="page narrowpage stack kindspage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {records.error && <ProblemNotice error={records.error} />}
      {mayMake && (
        <div className="row wrap">
          <button type="button" className="btn primary" onClick={() => setOpen({ record: null, start: EMPTY })}>{tt('new.kind')}</button>
          <button type="button" className="btn" onClick={() => setOpen({ record: null, start: { ...EMPTY, name: 'own-more-incident', prefix: 'XIN', label: { en: 'More on incidents' }, extends: 'incident' } })}>{tt('new.fields')}</button>
          <label className="btn">{tt('import')}<input type="file" className="sr" accept=".json" onChange={(e) => { const file = e.target.files?.[0]; e.target.value = ''; if (file) { void take(file) } }} /></label>
        </div>
      )}
      {bad && <p className="notice warning" role="alert">{tt('import.bad')}</p>}
      <Card title={tt('title')} id="definitions">
        {records.data && items.length === 0 && <p className="quiet">{tt('none')}</p>}
        <ul className="kindlist">
          {items.map((record) => {
            const definition = record.data as unknown as OwnKind
            return <li key={record.id}><span className="grow"><strong dir="auto">{definition.label[locale] ?? definition.label.en}</strong> <bdi className="mono quiet small">{definition.name}</bdi> <span className="quiet small">{definition.extends ? `${tt('adds-to', { kind: label(`kinds.${definition.extends}`) })} · ` : ''}{tt('fields', { n: definition.fields.length })}</span></span><button type="button" className="btn small" aria-label={`${tt('open')} ${definition.label.en}`} onClick={() => setOpen({ record, start: definition })}>{tt('open')}</button></li>
          })}
        </ul>
      </Card>
    </div>
  )
}

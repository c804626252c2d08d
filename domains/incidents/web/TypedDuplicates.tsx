import { Severity, clockZ, useWords } from '../../../web/face.ts'
import type { Duplicate, RecordView } from '../../../web/face.ts'
import { reasonWords } from './reasons.ts'

/** "Is it this one?" while typing: at most three, with reasons and one key to add the line as a further source. */
export function TypedDuplicates({ items, mayAttach, onAttach }: { items: readonly Duplicate[]; mayAttach(record: RecordView): boolean; onAttach(record: RecordView): void }) {
  const words = useWords()
  if (items.length === 0) {
    return null
  }
  return (
    <div className="quickdups" role="status">
      <p className="small"><strong>{words.label('ui.quick.maybe')}</strong></p>
      {items.slice(0, 3).map(({ record, reasons }, i) => (
        <div key={record.id} className="row">
          <Severity value={record.severity} size={16} />
          <span className="grow"><span className="cut line" dir="auto"><span className="mono ltr">{record.ref}</span> {record.happened ? <span className="mono ltr quiet">{clockZ(Date.parse(record.happened.from))}</span> : null} {record.title}</span><span className="small quiet line cut">{reasons.slice(0, 3).map((r) => reasonWords(r, words)).join(' · ')}</span></span>
          {mayAttach(record) && <button type="button" className="btn small" onClick={() => onAttach(record)}>{words.label('ui.quick.attach')}{i === 0 && <kbd>Alt D</kbd>}</button>}
        </div>
      ))}
    </div>
  )
}

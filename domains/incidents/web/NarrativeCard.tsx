import { Card, InPlace, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { categoryLabel } from './taxonomy.ts'

/** What happened, in words: bottom line first. */
export function NarrativeCard({ record }: { record: RecordView }) {
  const { colon, label, locale } = useWords()
  const data = record.data as unknown as Incident
  return (
    <Card title={`${categoryLabel(data.category, locale, data.taxonomy)} · ${data.category}`} id="narrative">
      <InPlace record={record} fields={['narrative', 'bluf', 'category']}>
        {data.bluf && <p className="bluf" dir="auto">{data.bluf}</p>}
        <p className="prewrap reading" dir="auto">{data.narrative || <span className="quiet">—</span>}</p>
      </InPlace>
      {(data.absorbed ?? []).map((part) => (
        <details key={part.record} className="absorbed"><summary><span className="mono ltr">{part.ref}</span> · <span dir="auto">{part.title}</span></summary><p className="prewrap" dir="auto">{part.narrative}</p></details>
      ))}
      {data.raw && data.raw !== data.narrative && <p className="small quiet">{label('field.incident.raw')}{colon}<span className="mono" dir="auto">{data.raw}</span></p>}
    </Card>
  )
}

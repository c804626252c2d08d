import { Card, InPlace, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident, Range } from '../shared/model.ts'
import { impactRange, spanOf } from '../shared/project.ts'
import { word } from './words.ts'

const MEASURES = ['killed', 'injured', 'missing', 'abducted', 'released'] as const

/** Harm to people by group: the span of what was reported, never a sum. */
export function HarmCard({ record }: { record: RecordView }) {
  const { label, locale, number } = useWords()
  const data = record.data as unknown as Incident
  const impact = impactRange(data)
  if (impact.length === 0) {
    return null
  }
  const used = MEASURES.filter((m) => impact.some((i) => i[m]))
  const show = (range: Range | undefined) => {
    if (!range) {
      return '—'
    }
    const { min, max } = spanOf(range)
    return min === max ? number(min) : `${number(min)}–${number(max)}`
  }
  return (
    <Card title={label('field.incident.impact')} id="impact" side={(data.absorbed ?? []).length > 0 ? <span className="quiet small">{label('ui.incident.span')}</span> : undefined}>
      <InPlace record={record} fields={['impact']}>
      <table className="harm">
        <thead><tr><th>{label('facet.victims')}</th>{used.map((m) => <th key={m}>{word(`measure.${m}`, locale)}</th>)}<th>{label('field.status')}</th></tr></thead>
        <tbody>{impact.map((i) => <tr key={i.group}><th scope="row">{word(`group.${i.group}`, locale)}</th>{used.map((m) => <td key={m} className="ltr">{show(i[m])}</td>)}<td className="quiet small">{word(`impactStatus.${i.status}`, locale)}</td></tr>)}</tbody>
      </table>
      </InPlace>
    </Card>
  )
}

import { inLocale } from '../../core/i18n.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { Card } from '../shell/parts.tsx'
import { fullTime } from '../time/format.ts'
import { ROWS } from './clocks.texts.ts'
import { ClockFace } from './ClockLine.tsx'
import { Follow, useClocks } from './read.ts'

/** Every clock of a record, also those met. */
export function ClocksCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { colon, locale } = useWords()
  const { mission } = useSession()
  const found = useClocks({ record: record.id }).data
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  return (
    <Card title={tt('title')} id="clocks">
      <Follow kind={record.kind} />
      {found?.items.length === 0 && <p className="quiet small">{tt('none.record')}</p>}
      <ul className="clockcard">
        {found?.items.map((one) => (
          <li key={one.id}>
            <p className="row wrap"><ClockFace clock={one} /> <strong>{inLocale(one.label, locale)}</strong></p>
            <p className="quiet small">{one.metAt ? `${tt('met.at')}${colon}${time(one.metAt)}` : one.dueAt ? `${tt('due')}${colon}${time(one.dueAt)}` : tt('unknown.long')}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

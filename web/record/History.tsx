import { CLOCK_SKEW_LIMIT_MS } from '../../core/time.ts'
import type { JsonObject } from '../../core/json.ts'
import { useHistory } from '../api/queries.ts'
import type { HistoryItem, RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { Reason } from '../refusals/Reason.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { FullTime, Skeleton } from '../shell/parts.tsx'
import { skewText } from '../time/format.ts'
import { actionWord } from './action-words.ts'
import { usePurpose } from './purpose.ts'
import { Who } from './Who.tsx'

/** Everything ever done to a record: who, in which role, when by which clock, why, and what changed. */
export function History({ record }: { record: RecordView }) {
  const history = useHistory(record.id, usePurpose())
  if (history.error && !history.data) {
    return <ProblemNotice error={history.error} retry={() => void history.refetch()} />
  }
  if (!history.data) {
    return <Skeleton lines={4} />
  }
  return <ol className="history">{history.data.toReversed().map((item) => <Entry key={item.id} item={item} kind={record.kind} />)}</ol>
}

function Entry({ item, kind }: { item: HistoryItem & { withheld?: boolean }; kind: string }) {
  const { colon, t, label, locale } = useWords()
  const skew = Date.parse(item.at) - Date.parse(item.receivedAt)
  const fields = item.patch['fields']
  const changed = fields && typeof fields === 'object' && !Array.isArray(fields) ? Object.keys(fields as JsonObject) : []
  return (
    <li>
      <span className="dot" aria-hidden="true" />
      <div className="grow">
        <div className="row wrap"><strong>{label(`action.${item.type}`, actionWord(item.type, t))}</strong><span className="quiet small"><FullTime at={item.receivedAt} /></span></div>
        <div className="small"><Who item={item} inRole /></div>
        {item.reason && <p className="small" dir="auto">“<Reason text={item.reason} />”</p>}
        {item.purpose && <p className="small quiet" dir="auto">{t('record.purpose')}{colon}{item.purpose}</p>}
        {item.withheld === true && <p className="small quiet">{t('record.withheld.then')}</p>}
        {changed.length > 0 && <p className="small quiet">{changed.map((f) => label(`field.${kind}.${f}`, label(`field.${f}`))).join(' · ')}</p>}
        {Math.abs(skew) > CLOCK_SKEW_LIMIT_MS && <p className="small warn">{t(skew > 0 ? 'record.device-ahead' : 'record.device-behind', { age: skewText(skew, locale) })} <FullTime at={item.at} /></p>}
      </div>
    </li>
  )
}

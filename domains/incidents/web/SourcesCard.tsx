import { EyeOff } from 'lucide-react'
import { Card, InPlace, fullTime, useSession, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { allSources } from '../shared/project.ts'
import { word } from './words.ts'

/** Every source with its grade; those of merged records too. */
export function SourcesCard({ record }: { record: RecordView }) {
  const { colon, label, locale } = useWords()
  const { mission } = useSession()
  const sources = allSources(record.data as unknown as Incident)
  return (
    <Card title={`${label('field.incident.sources')} · ${sources.length}`} id="sources">
      <InPlace record={record} fields={['sources']}>
      {sources.length === 0 && <p className="quiet">{label('ui.incident.no-source')}</p>}
      <ul className="plainlist">
        {sources.map((s, i) => (
          <li key={`${s.id}-${i}`} className="source">
            <span className="bigrade mono ltr" title={label('facet.grade')}>{s.reliability}{s.credibility}</span>
            <div className="grow">
              <div className="row wrap"><strong>{word(`source.${s.type}`, locale)}</strong><span className="quiet" dir="auto">{[s.unit, s.callsign].filter(Boolean).join(' · ')}</span>{s.protected && <span className="tag warning"><EyeOff size={12} aria-hidden="true" />{label('ui.incident.protected')}</span>}</div>
              {s.originator && <p className="small quiet">{label('ui.incident.originator')}{colon}<span dir="auto">{s.originator}</span></p>}
              {s.text && <p className="small prewrap" dir="auto">{s.text}</p>}
              {s.obtainedAt && <p className="small quiet">{fullTime(Date.parse(s.obtainedAt), mission.zone, locale)}</p>}
            </div>
          </li>
        ))}
      </ul>
      </InPlace>
    </Card>
  )
}

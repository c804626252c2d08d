import { Card, InPlace, Link, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident, Weapon } from '../shared/model.ts'
import { spanOf } from '../shared/project.ts'
import { word } from './words.ts'
import { UNIDENTIFIED } from '../shared/vocabulary.ts'

/** Who was involved, in which role, with what. "Alleged" stands until the record is verified. */
export function ActorsCard({ record }: { record: RecordView }) {
  const { label, locale, number } = useWords()
  const { actors = [], weapons = [] } = record.data as unknown as Incident
  if (actors.length === 0 && weapons.length === 0) {
    return null
  }
  const arm = (w: Weapon) => `${w.count ? `${number(w.count)} × ` : ''}${w.name ?? word(`weapon.${w.code}`, locale) ?? w.code}`
  return (
    <Card title={label('field.incident.actors')} id="actors">
      <InPlace record={record} fields={['actors', 'weapons']}>
      <ul className="plainlist">
        {actors.map((a, i) => {
          const strength = a.strength ? spanOf(a.strength) : null
          return (
            <li key={i} className="row wrap">
              <strong dir="auto">{a.actor ? <Link to={`/records/${encodeURIComponent(a.actor)}`}>{a.name}</Link> : a.name === UNIDENTIFIED ? label('ui.actor.unidentified') : a.name}</strong>
              <span className="quiet">{word(`actorType.${a.type}`, locale)}</span>
              <span className="tag">{word(`actorRole.${a.role}`, locale)}</span>
              {strength && strength.max > 0 && <span className="quiet small ltr">{strength.min === strength.max ? number(strength.max) : `${number(strength.min)}–${number(strength.max)}`}</span>}
              {(a.weapons ?? []).map((w, j) => <span key={j} className="tag" dir="auto">{arm(w)}</span>)}
            </li>
          )
        })}
        {weapons.length > 0 && <li className="row wrap"><span className="quiet">{label('field.incident.weapons')}</span>{weapons.map((w, j) => <span key={j} className="tag" dir="auto">{arm(w)}</span>)}</li>}
      </ul>
      </InPlace>
    </Card>
  )
}

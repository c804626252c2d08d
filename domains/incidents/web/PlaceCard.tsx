import { formatLatLon } from '../../../core/place-latlon.ts'
import { formatMgrs } from '../../../core/place-mgrs.ts'
import { Card, InPlace, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { word } from './words.ts'

/** Digits of a grid that say no more than is known: 8 to 10 m, 6 to 100 m, 4 to 1 km, else 2. */
function digitsFor(radiusM: number): 2 | 4 | 6 | 8 {
  return radiusM <= 15 ? 8 : radiusM <= 150 ? 6 : radiusM <= 1500 ? 4 : 2
}

/** Where: name, grid and degrees, and honestly how precisely. */
export function PlaceCard({ record }: { record: RecordView }) {
  const { label, locale, number } = useWords()
  const { place } = record.data as unknown as Incident
  if (!place) {
    return <Card title={label('field.incident.place')} id="place"><InPlace record={record} fields={['place']}><p className="quiet">{label('ui.incident.no-place')}</p></InPlace></Card>
  }
  const point = place.lon !== undefined && place.lat !== undefined ? { lon: place.lon, lat: place.lat } : null
  return (
    <Card title={label('field.incident.place')} id="place" side={<span className={`tag ltr ${place.precision >= 3 ? 'warning' : ''}`}>± {number(place.radiusM)} m</span>}>
      <InPlace record={record} fields={['place']}>
      <dl className="facts">
        {place.name && <div><dt>{label('ui.incident.place-name')}</dt><dd dir="auto"><strong>{place.name}</strong></dd></div>}
        {point && <div><dt>MGRS</dt><dd className="mono ltr">{place.mgrs ?? formatMgrs(point, digitsFor(place.radiusM))}</dd></div>}
        {point && <div><dt>{label('ui.incident.latlon')}</dt><dd className="mono ltr">{formatLatLon(point, 'DD', 4)}</dd></div>}
        <div><dt>{label('facet.precision')}</dt><dd>{place.precision} · {word(`precision.${place.precision}`, locale)}</dd></div>
        <div><dt>{label('ui.incident.method')}</dt><dd>{word(`method.${place.method}`, locale)}</dd></div>
        {place.pcode && <div><dt>P-code</dt><dd className="mono ltr">{place.pcode}</dd></div>}
      </dl>
      </InPlace>
    </Card>
  )
}

import { fullTime, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { useLivePicture } from './live.ts'
import { ROWS } from './map.texts.ts'
import { ageOf } from './plan.ts'
import { useTrackSettings } from './settings.ts'
import { placeWords, sourceWords } from './words.ts'
import './tracks.css'

/** Where a track is now, as a grid. */
export function PlaceCell({ record }: { record: RecordView }) {
  const { picture } = useLivePicture()
  const one = picture.track(record.id)
  return one ? <span className="mono ltr">{placeWords(one).grid}</span> : <span className="quiet">—</span>
}

/** How old its position is and where it comes from. */
export function AgeCell({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const { picture } = useLivePicture()
  const settings = useTrackSettings()
  const now = useNow(5000)
  const one = picture.track(record.id)
  return one ? <span className={`trackage ${ageOf(one.at, now, settings)}`} title={fullTime(one.at, mission.zone, locale)}>{sourceWords(one, now, locale, tt)}</span> : <span className="quiet">—</span>
}

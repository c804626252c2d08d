import type { EvacWeather } from '../../../analysis/casevac/types.ts'
import { isolate } from '../../../core/i18n.ts'
import { useTexts, useWords } from '../../../web/face.ts'
import { ROWS } from './plan.texts.ts'

/** Weather at a place as air operations reported it; null: nobody has. */
export function WeatherLine({ at, place }: { at: EvacWeather | null; place: string }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const words = at === null ? '' : ([['w.vis', at.visibilityM], ['w.ceiling', at.ceilingM], ['w.wind', at.windKmh]] as const).flatMap(([key, n]) => (n === null ? [] : [tt(key, { n: number(n) })])).join(', ')
  return <p className="small evacweather">{words === '' ? tt('weather.none', { place: isolate(place) }) : tt('weather', { place: isolate(place), words })}</p>
}

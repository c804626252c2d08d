import { clockZ, dayTime, useSession, useTexts, useWords } from '../../../web/face.ts'
import { ROWS } from './map.texts.ts'

/** Says that what is shown was kept on the device, and from when it is. `at`: epoch ms. */
export function KeptNote({ at, shown, total }: { at: number; shown: number; total: number }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { zone } = useSession().mission
  return <>{tt('kept', { at: `${dayTime(at, zone, locale)} · ${clockZ(at)}` })}{shown < total && <> {tt('kept.part', { n: number(shown), of: number(total) })}</>}</>
}

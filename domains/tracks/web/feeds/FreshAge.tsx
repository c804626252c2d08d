import { ageText, fullTime, useNow, useSession, useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'

/** How old the data inside is, ticking each second; the instant on hover. */
export function FreshAge({ at, none }: { at: string | null; none: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const now = useNow(1000)
  if (at === null) {
    return <span className="quiet">{none}</span>
  }
  const ms = Date.parse(at)
  return <time dateTime={at} title={fullTime(ms, mission.zone, locale)}>{tt('old', { age: ageText(now - ms, locale) })}</time>
}

/** How long it has been so. */
export function SinceAge({ at }: { at: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const now = useNow(1000)
  const ms = Date.parse(at)
  return <time dateTime={at} title={fullTime(ms, mission.zone, locale)}>{tt('since', { age: ageText(now - ms, locale) })}</time>
}

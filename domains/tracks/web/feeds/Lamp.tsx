import { Ban, CircleAlert, CircleCheck, CircleDashed, Clock3, TriangleAlert } from 'lucide-react'
import { useTexts } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import { LAMP, type FeedState } from './model.ts'

const SIGN = { ok: CircleCheck, warning: TriangleAlert, critical: CircleAlert, off: Ban } as const

/** The state of a feed as shape, colour and words. */
export function Lamp({ state }: { state: FeedState }) {
  const tt = useTexts(ROWS)
  const lamp = LAMP[state]
  const Sign = state === 'waiting' ? CircleDashed : state === 'clock-wrong' ? Clock3 : SIGN[lamp]
  return <span className={`tag feedlamp ${lamp === 'off' ? '' : lamp}`}><Sign size={14} aria-hidden="true" />{tt(`state.${state}`)}</span>
}

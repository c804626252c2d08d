import { useWords } from '../../../../web/face.ts'
import type { Casualty } from '../../shared/casualty.ts'
import { ringsOf } from '../../shared/ten-one-two.ts'
import { useMedicTexts } from './words.ts'

const MINUTE = 60_000
const SIGN = { met: '✓', breached: '!', unknown: '?', 'not-needed': '–', ended: '–', running: '' } as const

/** The three rings of a row: minutes left, or how it ended. Tells no seconds, so that hundreds of rows cost nothing. */
export function MiniRings({ casualty, now }: { casualty: Casualty; now: number }) {
  const tt = useMedicTexts()
  const { colon, number } = useWords()
  return (
    <span className="minirings">{ringsOf(casualty, now).map(({ ring, state, dueMs }) => {
      const left = dueMs === null ? 0 : Math.ceil((dueMs - now) / MINUTE)
      const words = state === 'running' ? tt('ring.left', { n: number(left) }) : tt(`ring.${state}`)
      return <span key={ring} data-state={state} role="img" aria-label={`${tt(`ring.${ring}`)}${colon}${words}`} title={`${tt(`ring.${ring}`)}${colon}${words}`}>{tt(`ring.${ring}`)} <strong>{state === 'running' ? `${number(left)}′` : SIGN[state]}</strong></span>
    })}</span>
  )
}

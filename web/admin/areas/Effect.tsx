import type { AreaItem } from '../../api/types.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { ROWS } from './areas.texts.ts'
import type { Restamped } from './restamp.ts'

/** How many records come under another area, and between which. */
export function Effect({ effect: { looked, result }, areas }: { effect: { looked: number; result: Restamped | null }; areas: readonly AreaItem[] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  if (!result) {
    return <p role="status" className="quiet small">{tt('effect.counting', { n: number(looked) })}</p>
  }
  const named = (id: string | null) => (id === null ? tt('effect.nowhere') : (areas.find((area) => area.id === id)?.name ?? id))
  return (
    <div role="status" className="notice">
      <div>
        <p>{result.moved + result.places === 0 ? tt('effect.none', { n: number(result.looked) }) : tt('effect.found', { n: number(result.moved), of: number(result.looked), p: number(result.places) })}</p>
        <ul className="small">{result.between.slice(0, 12).map((pair) => <li key={`${pair.from}>${pair.to}`}>{tt('effect.pair', { from: named(pair.from), to: named(pair.to), n: number(pair.n) })}</li>)}</ul>
        {result.pairs > 12 && <p className="quiet small">{tt('effect.more', { n: 12, of: number(result.pairs) })}</p>}
      </div>
    </div>
  )
}

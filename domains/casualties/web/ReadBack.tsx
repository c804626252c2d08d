import { isolate } from '../../../core/i18n.ts'
import { formatMgrs } from '../../../core/place.ts'
import { useTexts, useWords } from '../../../web/face.ts'
import { ROWS } from './entry.texts.ts'
import { PRIORITIES3, readFour, readOne, readThree, readTwo, type Typed } from './four.ts'
import { useCode } from './words.ts'

/** What was understood, in the words and the order it is said back. */
export function ReadBack({ typed }: { typed: Typed }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { dir } = useWords()
  const { callsign, frequency } = readOne(typed.one)
  const spot = typed.spot ?? readTwo(typed.two)
  const { patients, civilians, what } = readThree(typed.three)
  const { threat, note } = readFour(typed.four)
  const told = [...PRIORITIES3.flatMap((one) => (patients[one] > 0 ? [`${patients[one]} ${code('priority', one)}`] : [])), ...(civilians > 0 ? [tt('civ.said', { n: civilians })] : []), ...(what === '' ? [] : [what])]
  const total = patients.A + patients.B + patients.C
  const grid = spot?.lon === undefined || spot.lat === undefined ? null : (spot.grid ?? formatMgrs({ lon: spot.lon, lat: spot.lat }, 8) ?? null)
  const where = grid === null ? typed.two.trim() : `${spot?.name ? `${spot.name}, ` : ''}${spelled(grid)}`
  const lines = [
    callsign === '' ? null : frequency === null ? tt('read.1', { who: callsign }) : tt('read.1.freq', { who: callsign, freq: frequency }),
    where === '' ? null : tt('read.2', { where }),
    total === 0 ? null : tt('read.3', { n: total, who: dir === 'rtl' ? told.map(isolate).join('، ') : told.join(', ') }),
    threat === null ? null : `${tt('read.4', { threat: code('threat', threat) })}${note === '' ? '' : `: ${note}`}`,
  ]
  return (
    <aside className="evacreadback" aria-labelledby="evac-readback">
      <h2 id="evac-readback">{tt('read')}</h2>
      <p className="quiet small">{tt('read.lead')}</p>
      <ol>{lines.map((line, i) => <li key={i} data-said={line !== null}>{line === null ? <span className="quiet">{tt('read.wait')}</span> : <span dir="auto">{line}</span>}</li>)}</ol>
      {lines.every((line) => line !== null) && <p className="small">{tt('read.end')}</p>}
    </aside>
  )
}

/** A grid in the groups it is spoken in: `30P VB 1234 5678`. */
function spelled(grid: string): string {
  const found = /^(\d{1,2}[A-Z])\s*([A-Z]{2})\s*(\d+)(?:\s+(\d+))?$/.exec(grid)
  if (!found) {
    return grid
  }
  const [, zone = '', square = '', first = '', second] = found
  const half = first.length / 2
  return second === undefined ? `${zone} ${square} ${first.slice(0, half)} ${first.slice(half)}` : `${zone} ${square} ${first} ${second}`
}

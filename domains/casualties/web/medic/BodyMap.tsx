import { useState, type KeyboardEvent } from 'react'
import { BODY_SIZE, bodyShapes, marksOn, nextShape, type BodyShape, type BodyView } from '../../shared/body-map.ts'
import type { Injury } from '../../shared/casualty.ts'
import { BODY_VIEWS } from '../../shared/vocabulary.ts'
import { useMedicTexts, type MedicText } from './words.ts'

type Shown = Pick<Injury, 'id' | 'region' | 'side' | 'view' | 'kind'>
const ARROWS: Record<string, 'up' | 'down' | 'left' | 'right'> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

/** A part with its side, in words: `left thigh`. */
export function placeWords(tt: MedicText, { region, side }: Pick<Injury, 'region' | 'side'>): string {
  return side === 'middle' ? tt(`region.${region}`) : tt('region.side', { region: tt(`region.${region}`), side: tt(`side.${side}`) })
}

/**
 * Front and back of the body with numbered marks. With `onPick` its parts are buttons: arrow keys go from part to part,
 * Enter or a tap chooses one.
 */
export function BodyMap({ injuries, onPick }: { injuries: readonly Shown[]; onPick?: (place: BodyShape) => void }) {
  return <div className="bodymap" dir="ltr">{BODY_VIEWS.map((view) => <View key={view} view={view} injuries={injuries} {...(onPick ? { onPick } : {})} />)}</div>
}

function View({ view, injuries, onPick }: { view: BodyView; injuries: readonly Shown[]; onPick?: (place: BodyShape) => void }) {
  const tt = useMedicTexts()
  const shapes = bodyShapes(view)
  const [at, setAt] = useState(shapes[0]?.key ?? '')
  const marks = injuries.flatMap((injury, i) => marksOn(view, injury).map((spot, k) => ({ ...spot, n: i + 1, key: `${injury.id}${k}` })))
  const names = injuries.filter((one) => marksOn(view, one).length > 0).map((one) => `${placeWords(tt, one)}: ${tt(`kind.${one.kind}`)}`)
  const key = (event: KeyboardEvent<SVGElement>, shape: BodyShape): void => {
    const to = ARROWS[event.key]
    if (to) {
      event.preventDefault()
      const next = nextShape(view, shape.key, to)
      if (next) {
        setAt(next.key)
        event.currentTarget.ownerSVGElement?.querySelector<SVGElement>(`[data-part="${next.key}"]`)?.focus()
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onPick?.(shape)
    }
  }
  return (
    <figure>
      <svg viewBox={`0 0 ${BODY_SIZE.width} ${BODY_SIZE.height}`} role={onPick ? 'group' : 'img'} aria-label={`${tt(`view.${view}`)}${onPick || names.length === 0 ? '' : `: ${names.join('; ')}`}`}>
        {shapes.map((shape) => (
          <path key={shape.key} d={shape.path} transform={shape.mirrored ? 'translate(100 0) scale(-1 1)' : undefined} data-part={shape.key}
            {...(onPick ? { 'role': 'button', 'tabIndex': shape.key === at ? 0 : -1, 'aria-label': placeWords(tt, shape), 'onClick': () => { setAt(shape.key); onPick(shape) }, 'onKeyDown': (event: KeyboardEvent<SVGElement>) => key(event, shape), 'onFocus': () => setAt(shape.key) } : {})}>
            {onPick && <title>{placeWords(tt, shape)}</title>}
          </path>
        ))}
        {marks.map(({ key: id, x, y, n }) => <g key={id} className="mark" aria-hidden="true"><circle cx={x} cy={y} r="4.6" /><text x={x} y={y + 1.9} textAnchor="middle">{n}</text></g>)}
      </svg>
      <figcaption className="small quiet">{tt(`view.${view}`)}</figcaption>
    </figure>
  )
}

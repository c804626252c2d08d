import { Printer } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useTexts } from '../i18n/i18n.tsx'
import type { Row } from '../i18n/texts.ts'
import { Link } from '../link.tsx'
import { useLocation } from '../router.ts'
import type { Bounds, MapHandle } from './handle.ts'
import { baseSources, isDrawable, useAddedMaps, useBaseChoice } from './sources.ts'
import './sources.css'

const ROWS = {
  'opacity': ['Strength of {name}', 'Intensité de {name}', 'شدة {name}', 'Intensidad de {name}'],
  'no-network': ['no network: only what was kept is shown', 'pas de réseau : seules les tuiles gardées sont visibles', 'لا شبكة: يظهر المحفوظ فقط', 'sin red: solo se ve lo guardado'],
  'broken': ['cannot be read', 'illisible', 'تتعذر قراءتها', 'no se puede leer'],
  'vector': ['its file names no layers: it cannot be drawn', 'le fichier ne nomme aucune couche : dessin impossible', 'ملفها لا يسمّي أي طبقة: لا يمكن رسمها', 'su archivo no nombra capas: no se puede dibujar'],
  'disclaimer': ['Borders and names imply no endorsement', 'Frontières et noms sans valeur de reconnaissance', 'الحدود والأسماء لا تعني إقرارا', 'Límites y nombres sin valor de reconocimiento'],
  'print': ['Print this map', 'Imprimer cette carte', 'طباعة هذه الخريطة', 'Imprimir este mapa'],
} as const satisfies Record<string, Row>

/** Lays the chosen maps under everything; names whose the ground is, and that its borders decide nothing. */
export function SourcesShown({ handle, builtIn }: { handle: MapHandle; builtIn: string }) {
  const tt = useTexts(ROWS)
  const maps = useAddedMaps()
  const [choice] = useBaseChoice()
  const list = useMemo(() => baseSources(maps.data ?? [], choice, window.location.origin), [maps.data, choice])
  useEffect(() => handle.setBaseSources(list), [handle, list])
  const owners = [...new Set([builtIn, ...list.map((source) => source.attribution)].filter(Boolean))]
  return <p className="mapattribution">{owners.map((owner) => <span key={owner}><bdi>{owner}</bdi> · </span>)}{tt('disclaimer')}</p>
}

/** The maps the mission added, to be switched on, with their strength; nothing when there are none. */
export function SourcesRows() {
  const tt = useTexts(ROWS)
  const maps = useAddedMaps()
  const [choice, choose] = useBaseChoice()
  return (
    <>
      {(maps.data ?? []).filter((map) => map.enabled).map((map) => {
        const strength = choice[map.id]
        const undrawable = !isDrawable(map)
        const state = undrawable ? tt('vector') : map.refused ? tt(map.refused.reason === 'no-network' ? 'no-network' : 'broken') : ''
        return (
          <div key={map.id} className="layerrow">
            <label><input type="checkbox" disabled={undrawable} checked={strength !== undefined && !undrawable} onChange={(e) => { const { [map.id]: _was, ...rest } = choice; choose(e.target.checked ? { ...rest, [map.id]: 1 } : rest) }} /><span><bdi>{map.name}</bdi>{state && <span className="quiet small"> ({state})</span>}</span></label>
            <input type="range" min={0.2} max={1} step={0.1} value={strength ?? 1} disabled={strength === undefined || undrawable} aria-label={tt('opacity', { name: map.name })} onChange={(e) => choose({ ...choice, [map.id]: Number(e.target.value) })} />
          </div>
        )
      })}
    </>
  )
}

/** To the page that prints what is on the map, with the filters and the extent in force. */
export function PrintLink({ view }: { view: Bounds | null }) {
  const tt = useTexts(ROWS)
  const { search } = useLocation()
  const asked = new URLSearchParams(search)
  asked.delete('open')
  if (view) {
    asked.set('bbox', view.join(','))
  }
  return <Link className="btn icon" aria-label={tt('print')} title={tt('print')} to={`/print/map?${asked.toString()}`}><Printer size={16} aria-hidden="true" /></Link>
}

import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { AREA_TYPES, type AreaType } from '../../../core/area.ts'
import { fitOf, type Corner, type Fit } from '../../../core/place-outline.ts'
import { queryClient } from '../../api/client.ts'
import { api } from '../../api/http.ts'
import { useKind } from '../../api/queries.ts'
import type { AreaItem, RecordView } from '../../api/types.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import type { LonLatPoint, MapHandle, Shape } from '../../map/handle.ts'
import { PALETTES } from '../../map/palette.ts'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { Card } from '../../shell/parts.tsx'
import { useTheme } from '../../shell/theme.ts'
import { AreaForm, liesIn } from './AreaForm.tsx'
import { AreaImport } from './AreaImport.tsx'
import { AreaMap } from './AreaMap.tsx'
import { ROWS } from './areas.texts.ts'
import { RestampCard } from './RestampCard.tsx'
import './areas.css'

const NOTHING: readonly Shape[] = []

/** The tree of places beside the map: choose, draw, import, re-parent; what boundaries mean for records. */
export function AreasPage() {
  const tt = useTexts(ROWS)
  const mayEdit = useKind('area')?.canCreate === true
  const asked = useQuery({ queryKey: ['areas', 'outlines'], queryFn: () => api<{ items: AreaItem[] }>('/api/areas?geometry=1').then((r) => r.items) })
  const areas = useMemo(() => asked.data ?? [], [asked.data])
  const [open, setOpen] = useState<{ what: 'area'; id: string } | { what: 'new'; n: number } | { what: 'import' } | null>(null)
  const [drawn, setDrawn] = useState<readonly Shape[]>(NOTHING)
  const [click, setClick] = useState<((at: LonLatPoint) => void) | null>(null)
  const [handle, setHandle] = useState<MapHandle | null>(null)
  const [error, setError] = useState<unknown>(null)
  const chosen = open?.what === 'area' ? (areas.find((area) => area.id === open.id) ?? null) : null
  const onClicks = useCallback((take: ((at: LonLatPoint) => void) | null) => setClick(() => take), [])
  const onDraw = useCallback((shapes: readonly Shape[]) => setDrawn(shapes), [])
  const renew = () => queryClient.invalidateQueries({ queryKey: ['areas'] })
  const go = (id: string) => {
    setOpen({ what: 'area', id })
    const box = boundsOf(areas.find((area) => area.id === id))
    if (box) {
      handle?.fit(box)
    }
  }
  const move = async (id: string, parent: string | null) => {
    setError(null)
    if (parent !== null && liesIn(areas, parent, id)) {
      return
    }
    try {
      const record = await api<RecordView>(`/api/records/${encodeURIComponent(id)}`)
      await api(`/api/records/${encodeURIComponent(id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: record.version, patch: { fields: { parent } } } })
      await renew()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="page areaspage">
      <header className="row wrap"><div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div>{mayEdit && <><button type="button" className="btn primary" onClick={() => setOpen({ what: 'new', n: Date.now() })}>{tt('new')}</button><button type="button" className="btn" onClick={() => setOpen({ what: 'import' })}>{tt('import')}</button></>}</header>
      {(error ?? asked.error) ? <ProblemNotice error={error ?? asked.error} /> : null}
      <div className="areacols">
        <Card title={tt('tree')} id="tree">
          {asked.data && areas.length === 0 && <p className="quiet">{tt('none')}</p>}
          <Branch areas={areas} parent={null} chosen={chosen?.id ?? null} mayEdit={mayEdit} onOpen={go} onMove={(id, parent) => void move(id, parent)} />
          {mayEdit && areas.length > 1 && <p className="hint">{tt('tree.hint')}</p>}
        </Card>
        <AreaMap areas={areas} chosen={chosen?.id ?? null} drawn={drawn} onPick={go} onClick={click} onHandle={setHandle} />
        <div className="stack areaside">
          {open?.what === 'area' && chosen && <AreaForm key={chosen.id} area={chosen} areas={areas} mayEdit={mayEdit} handle={handle} onDraw={onDraw} onClicks={onClicks} onSaved={renew} onClose={() => setOpen(null)} />}
          {open?.what === 'new' && <AreaForm key={open.n} area={null} areas={areas} mayEdit={mayEdit} handle={handle} onDraw={onDraw} onClicks={onClicks} onSaved={async (id) => { await renew(); setOpen({ what: 'area', id }) }} onClose={() => setOpen(null)} />}
          {open?.what === 'import' && <AreaImport areas={areas} onSaved={renew} onClose={() => setOpen(null)} />}
          {chosen && !click && <FitOf area={chosen} areas={areas} onDraw={onDraw} />}
          {mayEdit && open?.what !== 'import' && <RestampCard areas={areas} />}
          {!mayEdit && !open && <p className="notice">{tt('readonly')}</p>}
        </div>
      </div>
    </div>
  )
}

function Branch({ areas, parent, chosen, mayEdit, onOpen, onMove }: { areas: readonly AreaItem[]; parent: string | null; chosen: string | null; mayEdit: boolean; onOpen(id: string): void; onMove(id: string, parent: string): void }) {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const known = new Set(areas.map((area) => area.id))
  const here = areas.filter((area) => (area.parent !== null && known.has(area.parent) ? area.parent : null) === parent).sort((a, b) => AREA_TYPES.indexOf(a.type as AreaType) - AREA_TYPES.indexOf(b.type as AreaType) || a.name.localeCompare(b.name))
  if (here.length === 0) {
    return null
  }
  return (
    <ul className="areatree">
      {here.map((area) => (
        <li key={area.id}>
          <button
            type="button" className="item" aria-pressed={chosen === area.id} draggable={mayEdit} onClick={() => onOpen(area.id)}
            onDragStart={(e) => e.dataTransfer.setData('text/vigie-area', area.id)} onDragOver={(e) => { if (mayEdit && e.dataTransfer.types.includes('text/vigie-area')) { e.preventDefault() } }}
            onDrop={(e) => { e.preventDefault(); const moved = e.dataTransfer.getData('text/vigie-area'); if (moved && moved !== area.id) { onMove(moved, area.id) } }}
          >
            <span className="grow cut" dir="auto">{area.name}</span> <span className="quiet small">{label(`value.${area.type}`, area.type)}{!area.polygons?.length && ` · ${tt('no-outline')}`}</span>
          </button>
          <Branch areas={areas} parent={area.id} chosen={chosen} mayEdit={mayEdit} onOpen={onOpen} onMove={onMove} />
        </li>
      ))}
    </ul>
  )
}

function FitOf({ area, areas, onDraw }: { area: AreaItem; areas: readonly AreaItem[]; onDraw(shapes: readonly Shape[]): void }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const palette = PALETTES[useTheme()]
  const outlineOf = (one: AreaItem) => (one.polygons ?? []) as unknown as Corner[][][]
  const inside = areas.filter((one) => one.parent === area.id && outlineOf(one).length > 0)
  const types = [...new Set(inside.map((one) => one.type))]
  if (outlineOf(area).length === 0 || types.length === 0) {
    return null
  }
  const show = (fit: Fit) => onDraw([
    ...fit.gaps.map((at): Shape => ({ type: 'Feature', properties: { radius: 4, fill: palette.paper, fillOpacity: 0, stroke: palette.unverified, width: 2 }, geometry: { type: 'Point', coordinates: [...at] } })),
    ...fit.overlaps.map(({ at }): Shape => ({ type: 'Feature', properties: { radius: 4, fill: palette.severity[3] }, geometry: { type: 'Point', coordinates: [...at] } })),
  ])
  return (
    <Card title={tt('fit')} id="fit">
      {types.map((type) => {
        const fit = fitOf(outlineOf(area), inside.filter((one) => one.type === type).map((one) => ({ id: one.id, polygons: outlineOf(one) })))
        const share = (n: number) => number(Math.round((1000 * n) / Math.max(1, fit.looked)) / 10)
        return <button key={type} type="button" className="item" onClick={() => show(fit)}>{tt('fit.found', { type: label(`value.${type}`, type), name: area.name, gaps: share(fit.gaps.length), overlaps: share(fit.overlaps.length), n: number(fit.looked) })}</button>
      })}
      <p className="hint">{tt('fit.shown')}</p>
    </Card>
  )
}

function boundsOf(area: AreaItem | undefined): [number, number, number, number] | null {
  const corners = (area?.polygons ?? []).flat(2)
  return corners.length === 0 ? null : corners.reduce<[number, number, number, number]>((box, [lon = 0, lat = 0]) => [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)], [180, 90, -180, -90])
}

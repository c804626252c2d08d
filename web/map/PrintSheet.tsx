import type { ReactNode } from 'react'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { Handling } from '../../core/handling.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { useMarking } from '../shell/parts.tsx'
import { dtg } from '../time/format.ts'
import { PLATES, ROOM } from './icons.ts'
import { PALETTES } from './palette.ts'
import { ROWS } from './print-page.texts.ts'
import { EDGE, FOOT, frameSize, gridOf, gridSide, HEAD, MARGIN, onSheet, paperSize, scaleBar, type Ground, type Paper, type Turned } from './print-sheet.ts'
import type { Legend } from './use-analysis.ts'

export type SheetItem = { id: string; ref: string; title: string; lon: number; lat: number; radiusM: number; severity: number; category: string; veracity: string | null; workflow: string; at: number | null; unverified: boolean }
export type SheetData = { total: number; items: SheetItem[]; also: string[]; marking: string; handling: Pick<Handling, 'level' | 'compartments' | 'caveats'> }
export type SheetLook = { paper: Paper; turned: Turned; title: string; centre: { lon: number; lat: number }; scale: number; ground: Ground; grid: boolean; list: boolean; attribution: string; marks: 'screen' | 'numbers'; analysis: Legend | null; picture: string | null; missing: number; at: number }

/** Records whose references stand beside their marks; with more, marks would be hidden by words. */
const MOST_NAMED = 40
/** Height of a row of the list, millimetres. */
const ROW_MM = 6

/** The pages of a printed map in millimetres: the map, and the list of its records when wanted. */
export function PrintSheet({ look, data }: { look: SheetLook; data: SheetData }) {
  const page = paperSize(look.paper, look.turned)
  const rows = Math.floor((page.height - 2 * MARGIN - HEAD - 14 - ROW_MM) / ROW_MM)
  const lists = look.list ? Array.from({ length: Math.ceil(data.items.length / rows) }, (_, i) => data.items.slice(i * rows, (i + 1) * rows)) : []
  const pages = 1 + lists.length
  return (
    <>
      <Page look={look} data={data} number={1} of={pages}><MapFrame look={look} data={data} /><Foot look={look} data={data} /></Page>
      {lists.map((items, i) => <Page key={items[0]?.id} look={look} data={data} number={i + 2} of={pages}><List items={items} /></Page>)}
    </>
  )
}

function Page({ look, data, number, of, children }: { look: SheetLook; data: SheetData; number: number; of: number; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const { t } = useWords()
  const { me, mission } = useSession()
  const mark = useMarking()(data.handling)
  const { width, height } = paperSize(look.paper, look.turned)
  const head = mission.exercise ? `${t('shell.exercise')} · ${mark}` : mark
  return (
    <div className="sheetpage" style={{ inlineSize: `${width}mm`, blockSize: `${height}mm`, padding: `${MARGIN}mm` }}>
      <p className="sheetmark"><bdi>{head}</bdi></p>
      <p className="sheettitle"><strong dir="auto">{look.title}</strong>{look.title !== mission.name && <span>{mission.name}</span>}</p>
      {children}
      <div className="sheetend">
        <span><bdi className="mono">{dtg(look.at)}</bdi> · <bdi>{me.name}</bdi></span>
        <strong className="sheetmark"><bdi>{head}</bdi></strong>
        <span>{tt('page', { n: number, of })}</span>
      </div>
    </div>
  )
}

function MapFrame({ look, data }: { look: SheetLook; data: SheetData }) {
  const frame = frameSize(look.paper, look.turned)
  const { paths, marks } = look.grid ? gridOf(look.ground, frame, look.scale) : { paths: [], marks: [] }
  const named = data.items.length <= MOST_NAMED
  return (
    <div className="sheetmap" dir="ltr" style={{ inlineSize: `${frame.width + 2 * EDGE}mm`, blockSize: `${frame.height + 2 * EDGE}mm` }}>
      <div className="sheetground" style={{ insetBlockStart: `${EDGE}mm`, insetInlineStart: `${EDGE}mm`, inlineSize: `${frame.width}mm`, blockSize: `${frame.height}mm` }}>{look.picture && <img src={look.picture} alt="" />}</div>
      <svg viewBox={`${-EDGE} ${-EDGE} ${frame.width + 2 * EDGE} ${frame.height + 2 * EDGE}`} aria-hidden="true">
        <defs><clipPath id="sheetclip"><rect width={frame.width} height={frame.height} /></clipPath></defs>
        <g clipPath="url(#sheetclip)">
          {paths.map((d) => <path key={d} d={d} className="gridline" />)}
          {data.items.filter((item) => item.radiusM * 1000 / look.scale > 2.6).map((item) => <circle key={item.id} {...at(look, frame, item)} r={(item.radiusM * 1000) / look.scale} className={look.marks === 'numbers' ? 'reach' : 'reach faint'} />)}
          {data.items.toReversed().map((item) => (look.marks === 'numbers' || !look.picture ? <Dot key={item.id} item={item} {...at(look, frame, item)} name={named} /> : named && <Name key={item.id} item={item} {...at(look, frame, item)} />))}
        </g>
        <rect width={frame.width} height={frame.height} className="sheetedge" />
        {marks.map((mark) => <text key={`${mark.edge}${mark.x}${mark.y}`} className="gridlabel" x={mark.edge === 'left' ? -0.8 : mark.edge === 'right' ? mark.x + 0.8 : mark.x} y={mark.edge === 'top' ? -1 : mark.edge === 'bottom' ? mark.y + 3.2 : mark.y + 1} textAnchor={mark.edge === 'left' ? 'end' : mark.edge === 'right' ? 'start' : 'middle'}>{mark.text}</text>)}
      </svg>
    </div>
  )
}

function at(look: SheetLook, frame: { width: number; height: number }, item: SheetItem): { cx: number; cy: number } {
  const { x, y } = onSheet(look.ground, frame, item)
  return { cx: x, cy: y }
}

/** A record's mark: its severity as a figure; filled when believed, an open broken ring when not. Legible without colour. */
function Dot({ item, cx, cy, name }: { item: Pick<SheetItem, 'severity' | 'unverified' | 'ref'>; cx: number; cy: number; name: boolean }) {
  const r = 1.5 + item.severity * 0.12
  return (
    <g className={`dot d${item.severity}${item.unverified ? ' open' : ''}`}>
      <circle cx={cx} cy={cy} r={r} />
      <text x={cx} y={cy + 0.75} textAnchor="middle">{item.severity}</text>
      {name && <text className="dotname" x={cx + r + 0.5} y={cy + 0.8}>{item.ref}</text>}
    </g>
  )
}

/** The reference beside a symbol that is part of the picture. */
function Name({ item, cx, cy }: { item: Pick<SheetItem, 'ref'>; cx: number; cy: number }) {
  return <g className="dot"><text className="dotname" x={cx + 4} y={cy + 0.8}>{item.ref}</text></g>
}

/** The plate of a severity as the map draws it. */
function Plate({ severity }: { severity: number }) {
  const { light } = PALETTES
  const [x, y, side] = ROOM[severity] ?? ROOM[0]!
  return <svg viewBox="-1 -1 34 34" className="key" aria-hidden="true"><path d={PLATES[severity] ?? PLATES[0]} fill="#fff" stroke={light.severity[severity] ?? light.severity[0]} strokeWidth="2.4" />{severity > 0 && <text x={x + side / 2} y={y + side / 2 + 5} fontSize="14" fontWeight="700" textAnchor="middle" fill={light.severity[severity]}>{severity}</text>}</svg>
}

/** What counts were drawn on the sheet, with their classes. */
function Counted({ legend }: { legend: Legend | null }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  if (legend?.kind === 'heat') {
    return <p>{tt('heat', { n: number(legend.shown), of: number(legend.total) })}</p>
  }
  if (legend?.kind !== 'areas') {
    return null
  }
  const show = (value: number) => number(Math.round(value * 10) / 10)
  return (
    <p className="counted">
      {tt(legend.rate ? 'areas.rate' : 'areas')}:{' '}
      {legend.colours.map((colour, i) => (legend.limits[i] ?? 0) > 0 && <span key={colour}><svg viewBox="0 0 4 3" className="swatch" aria-hidden="true"><rect width="4" height="3" fill={colour} stroke="#333" strokeWidth="0.2" /></svg> ≤ {show(legend.limits[i] ?? 0)} </span>)}
      {legend.noData > 0 && <span>{tt('areas.no-data')} </span>}
      {legend.elsewhere > 0 && <span>{tt('areas.elsewhere', { n: number(legend.elsewhere) })}</span>}
    </p>
  )
}

function Foot({ look, data }: { look: SheetLook; data: SheetData }) {
  const tt = useTexts(ROWS)
  const { colon, number } = useWords()
  const levels = [5, 4, 3, 2, 1, 0].map((severity) => ({ severity, n: data.items.filter((item) => item.severity === severity).length })).filter(({ n }) => n > 0)
  const open = data.items.filter((item) => item.unverified).length
  const round = data.items.some((item) => (item.radiusM * 1000) / look.scale > 2.6)
  const symbols = look.marks === 'screen' && look.picture !== null
  const sample = (severity: number, unverified: boolean) => symbols ? (unverified ? <svg viewBox="-2.6 -2.6 5.2 5.2" className="key" aria-hidden="true"><circle r="1.9" fill="none" stroke={PALETTES.light.unverified} strokeWidth="0.6" strokeDasharray="0.3 0.5" /></svg> : <Plate severity={severity} />) : <svg viewBox="-2.6 -2.6 5.2 5.2" className="key" aria-hidden="true"><Dot item={{ severity, unverified, ref: '' }} cx={0} cy={0} name={false} /></svg>
  return (
    <div className="sheetfoot" style={{ blockSize: `${FOOT - 9}mm` }}>
      <div className="sheetlegend">
        <p><strong>{tt('legend')}</strong> · {tt('shown', { n: number(data.items.length), of: number(data.total) })}{data.items.length < data.total && <> ({tt('gravest')})</>}</p>
        <ul>
          {levels.map(({ severity, n }) => <li key={severity}>{sample(severity, false)}{severity === 0 ? tt('severity.none') : tt('severity', { n: severity })}{colon}{number(n)}</li>)}
          {open > 0 && <li>{sample(0, true)}{tt(symbols ? 'unverified.ring' : 'unverified')}{colon}{number(open)}</li>}
          {data.also.length > 0 && <li>{tt('drawings')}{colon}{number(data.also.length)}</li>}
          {round && <li><svg viewBox="-2.6 -2.6 5.2 5.2" className="key" aria-hidden="true"><circle r="2.3" className="reach" /></svg>{tt('radius')}</li>}
        </ul>
        {look.picture && <Counted legend={look.analysis} />}
      </div>
      <ScaleAndNorth look={look} />
      <div className="sheetwords">
        {look.grid && <p>{tt('grid.side', { km: gridSide(look.scale) / 1000, squares: squaresOf(look.ground).join(' ') })}</p>}
        {look.missing > 0 && <p><strong>{tt('missing.sheet', { n: look.missing })}</strong></p>}
        <p>{look.attribution}</p>
        <p>{tt('disclaimer')}</p>
      </div>
    </div>
  )
}

function ScaleAndNorth({ look }: { look: SheetLook }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const bar = scaleBar(look.scale, 50)
  const parts = [0, 1, 2, 3]
  const unit = bar.metres >= 1000 ? 'km' : 'm'
  const end = bar.metres >= 1000 ? bar.metres / 1000 : bar.metres
  return (
    <div className="sheetscale" dir="ltr">
      <div className="row">
        <strong className="fraction">1:{number(look.scale)}</strong>
        <svg viewBox="0 0 8 11" className="north" aria-hidden="true"><path d="M4 0.3 L6.4 7 L4 5.8 L1.6 7 Z" /><text x="4" y="10.6" textAnchor="middle">{tt('north')}</text></svg>
      </div>
      <svg viewBox={`-4 -4.5 ${bar.mm + 14} 8`} style={{ inlineSize: `${bar.mm + 14}mm`, blockSize: '8mm' }} role="img" aria-label={`${end} ${unit}`}>
        {parts.map((i) => <rect key={i} x={(bar.mm * i) / 4} y="0" width={bar.mm / 4} height="1.6" className={i % 2 === 0 ? 'barfull' : 'barempty'} />)}
        <text x="0" y="-1" textAnchor="middle">0</text>
        <text x={bar.mm / 2} y="-1" textAnchor="middle">{end / 2}</text>
        <text x={bar.mm} y="-1" textAnchor="middle">{end}</text>
        <text x={bar.mm + 4} y="-1">{unit}</text>
      </svg>
      <p dir="auto">{tt('true-at', { lat: `${Math.abs(look.centre.lat).toFixed(1)}° ${look.centre.lat < 0 ? 'S' : 'N'}` })}</p>
    </div>
  )
}

function List({ items }: { items: readonly SheetItem[] }) {
  const tt = useTexts(ROWS)
  return (
    <table className="sheetlist">
      <thead><tr><th>{tt('col.ref')}</th><th>{tt('col.when')}</th><th>{tt('col.where')}</th><th>{tt('col.severity')}</th><th>{tt('col.what')}</th></tr></thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} style={{ blockSize: `${ROW_MM}mm` }}>
            <td className="mono" dir="ltr">{item.ref}</td><td className="mono" dir="ltr">{item.at === null ? '' : dtg(item.at)}</td><td className="mono" dir="ltr">{formatMgrs(item, 8) ?? ''}</td>
            <td>{item.severity}{item.unverified ? ` · ${tt('unverified')}` : ''}</td><td dir="auto" className="what">{item.title}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The 100 km squares a sheet touches, e.g. `34N BL`; the first few. */
function squaresOf([west, south, east, north]: Ground): string[] {
  const out = new Set<string>()
  const [dx, dy] = [Math.max((east - west) / 12, 0.01), Math.max((north - south) / 12, 0.01)]
  for (let lat = south; lat <= north; lat += dy) {
    for (let lon = west; lon <= east; lon += dx) {
      const square = formatMgrs({ lon, lat }, 0)
      if (square !== null && square !== undefined) {
        out.add(square)
      }
    }
  }
  const all = [...out].sort()
  return all.length > 12 ? [...all.slice(0, 12), '…'] : all
}

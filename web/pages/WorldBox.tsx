import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { useWords } from '../i18n/i18n.tsx'

type Box = [number, number, number, number]
type Country = { name: string; path: string; box: Box }

async function loadCountries(): Promise<Country[]> {
  const [{ feature }, atlas] = await Promise.all([import('topojson-client'), import('world-atlas/countries-110m.json')])
  const topology = atlas.default as unknown as Parameters<typeof feature>[0]
  const collection = feature(topology, topology.objects['countries']!) as unknown as GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, { name: string }>
  return collection.features.map((f) => {
    const rings = f.geometry.type === 'Polygon' ? f.geometry.coordinates : f.geometry.coordinates.flat()
    const box: Box = [180, 90, -180, -90]
    const path = rings.map((ring) => `M${unwrap(ring).map(([lon, lat]) => {
      box[0] = Math.max(-180, Math.min(box[0], lon))
      box[1] = Math.min(box[1], lat)
      box[2] = Math.min(180, Math.max(box[2], lon))
      box[3] = Math.max(box[3], lat)
      return `${lon.toFixed(1)} ${(-lat).toFixed(1)}`
    }).join('L')}Z`).join('')
    return { name: f.properties.name, path, box }
  }).sort((a, b) => a.name.localeCompare(b.name))
}

/** A ring that crosses the antimeridian drawn on through it, instead of back across the whole map. */
function unwrap(ring: readonly number[][]): [number, number][] {
  let shift = 0
  return ring.map(([lon = 0, lat = 0], i): [number, number] => {
    const before = ring[i - 1]?.[0] ?? lon
    shift += lon - before > 180 ? -360 : before - lon > 180 ? 360 : 0
    return [lon + shift, lat]
  })
}

const tenth = (n: number) => Math.round(n * 10) / 10

/** A map of the world to draw the mission area on: drag a box, or begin with a country. */
export function WorldBox({ box, onBox }: { box: Box | null; onBox(box: Box): void }) {
  const { t } = useWords()
  const countries = useQuery({ queryKey: ['world'], queryFn: loadCountries, staleTime: Infinity })
  const svg = useRef<SVGSVGElement>(null)
  const [from, setFrom] = useState<{ lon: number; lat: number } | null>(null)
  const at = (e: PointerEvent) => {
    const r = svg.current!.getBoundingClientRect()
    return { lon: tenth(Math.min(180, Math.max(-180, ((e.clientX - r.left) / r.width) * 360 - 180))), lat: tenth(Math.min(84, Math.max(-60, 84 - ((e.clientY - r.top) / r.height) * 144))) }
  }
  const wide = box ? Math.max(box[2] - box[0], 3) : 0
  const high = box ? Math.max(box[3] - box[1], 3) : 0
  return (
    <div className="stack tight">
      <svg
        ref={svg} className="worldbox ltr" viewBox="-180 -84 360 144" role="img" aria-label={t('setup.map')}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); setFrom(at(e)) }}
        onPointerMove={(e) => {
          if (from) {
            const to = at(e)
            onBox([Math.min(from.lon, to.lon), Math.min(from.lat, to.lat), Math.max(from.lon, to.lon), Math.max(from.lat, to.lat)])
          }
        }}
        onPointerUp={() => setFrom(null)}
      >
        {countries.data?.map((c) => <path key={c.name} d={c.path} />)}
        {box && <rect x={box[0] - (wide - (box[2] - box[0])) / 2} y={-box[3] - (high - (box[3] - box[1])) / 2} width={wide} height={high} />}
      </svg>
      <select className="select" aria-label={t('setup.country')} value="" onChange={(e) => {
        const found = countries.data?.find((c) => c.name === e.target.value)
        if (found) {
          onBox(found.box.map(tenth) as Box)
        }
      }}>
        <option value="">{t('setup.country')}</option>
        {countries.data?.map((c) => <option key={c.name}>{c.name}</option>)}
      </select>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, usePermits, useRecords } from '../../../web/face.ts'
import type { LayerProps, Shape } from '../../../web/face.ts'
import type { Technology } from '../shared/model.ts'
import { standingIn } from '../shared/where.ts'

type Outline = { id: string; name: string; type: string; parent: string | null; polygons?: number[][][][] | null }

/** Sectors by how many registered technologies may work there: the fuller the more, hatched where none may. */
export function ConsentLayer({ colours, draw }: LayerProps) {
  const permits = usePermits()
  const records = useRecords({ kind: 'technology' }, 200)
  const areas = useQuery({ queryKey: ['areas', 'outlines'], queryFn: () => api<{ items: Outline[] }>('/api/areas?geometry=1').then((r) => r.items), staleTime: 300_000 })
  useEffect(() => {
    if (!permits.data || !records.data || !areas.data) {
      return
    }
    const technologies = records.data.pages.flatMap((page) => page.items).map((record) => record.data as unknown as Technology)
    const all = areas.data
    const sectors = all.filter((area) => area.type === 'sector' && (area.polygons?.length ?? 0) > 0)
    draw(sectors.flatMap((area): Shape[] => {
      const may = technologies.filter((one) => standingIn(area.id, one, permits.data.find((p) => p.code === one.code), all).may).length
      const share = technologies.length === 0 ? 0 : may / technologies.length
      const [outer = []] = [...(area.polygons ?? [])].map((rings) => rings[0] ?? []).sort((a, b) => b.length - a.length)
      const middle = [0, 1].map((axis) => outer.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / Math.max(1, outer.length))
      return [
        { type: 'Feature', properties: { id: area.id, fill: share === 0 ? colours.severity[4] : colours.accent, fillOpacity: share === 0 ? 0.35 : 0.1 + 0.4 * share, hatch: share === 0, stroke: share === 0 ? colours.severity[4] : colours.accent, width: 1, dash: share < 1 }, geometry: { type: 'MultiPolygon', coordinates: area.polygons ?? [] } },
        { type: 'Feature', properties: { text: `${may}/${technologies.length}`, textColor: colours.label, textSize: 13 }, geometry: { type: 'Point', coordinates: middle } },
      ]
    }), { shown: sectors.length, total: all.filter((area) => area.type === 'sector').length })
  }, [permits.data, records.data, areas.data, colours, draw])
  return null
}

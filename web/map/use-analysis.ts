import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Query } from '../../core/query.ts'
import { api } from '../api/http.ts'
import { useFacets } from '../api/queries.ts'
import { conditions, queryParams } from '../api/query.ts'
import { areaShapes, classLimits, gather, ramp } from './choropleth.ts'
import type { AreaShape } from './choropleth.ts'
import type { MapHandle } from './handle.ts'
import type { Analysis } from './map-prefs.ts'
import type { MapPalette } from './palette.ts'

/** Points a heat picture is made of at most; what is beyond is said. */
const HEAT_POINTS = 20_000

export type Legend =
  | { kind: 'heat'; shown: number; total: number }
  | { kind: 'areas'; rate: boolean; limits: number[]; colours: string[]; zero: number; noData: number; elsewhere: number }
  | { kind: 'no-areas' }

/** Areas with their outlines. */
export function useAreaShapes(enabled: boolean) {
  return useQuery({ queryKey: ['areas', 'outlines'], enabled, queryFn: () => api<{ items: AreaShape[] }>('/api/areas?geometry=1').then((r) => r.items), staleTime: 300_000 })
}

/** Types of area that have outlines, most areas last. */
export function outlinedTypes(areas: readonly AreaShape[]): string[] {
  return [...new Set(areas.filter((a) => a.polygons && a.polygons.length > 0 && a.type !== 'mission').map((a) => a.type))]
}

/** Draw heat or areas under the same Query as the log; answers what the legend says. */
export function useAnalysis(handle: Pick<MapHandle, 'setHeat' | 'setShapes'>, query: Query, analysis: Analysis, areaType: string, opacity: number, theme: 'light' | 'dark' | 'night', palette: MapPalette, number: (value: number) => string): { legend: Legend | null; types: string[]; type: string } {
  const byArea = analysis === 'areas' || analysis === 'rate'
  const params = queryParams(conditions(query)).toString()
  const heat = useQuery({
    queryKey: ['heat', params], enabled: analysis === 'heat',
    queryFn: ({ signal }) => api<{ total: number; columns: { lon: number[]; lat: number[]; severity: number[] } }>(`/api/points?${params}&limit=${HEAT_POINTS}`, { signal }),
  })
  const areas = useAreaShapes(byArea)
  const facets = useFacets(byArea ? conditions(query) : null, ['places'])
  const types = useMemo(() => outlinedTypes(areas.data ?? []), [areas.data])
  const type = types.includes(areaType) ? areaType : (types.find((t) => t === 'sector') ?? types[0] ?? '')
  const gathered = useMemo(() => (areas.data && facets.data && type ? gather(areas.data, type, facets.data['places'] ?? [], analysis === 'rate') : null), [areas.data, facets.data, type, analysis])
  const limits = useMemo(() => classLimits(gathered?.values.map((v) => v.value ?? 0) ?? []), [gathered])
  const colours = useMemo(() => ramp(theme, limits.length), [theme, limits])

  const heatData = analysis === 'heat' ? heat.data : undefined
  useEffect(() => {
    handle.setHeat(heatData ? heatData.columns.lon.map((lon, i) => ({ lon, lat: heatData.columns.lat[i] ?? 0, weight: 0.1 + 0.18 * (heatData.columns.severity[i] ?? 0) })) : null, opacity)
  }, [handle, heatData, opacity])
  useEffect(() => {
    const draw = byArea && gathered && areas.data
    handle.setShapes('choropleth', 'analysis', draw ? areaShapes(areas.data, gathered.values, limits, colours, { line: palette.border, label: palette.label, text: (v) => (v.value === null ? v.name : `${v.name}\n${number(Math.round(v.value * 10) / 10)}`) }) : null, opacity)
  }, [handle, byArea, gathered, areas.data, limits, colours, palette, opacity, number])

  if (analysis === 'heat') {
    return { legend: heat.data ? { kind: 'heat', shown: heat.data.columns.lon.length, total: heat.data.total } : null, types, type }
  }
  if (!byArea) {
    return { legend: null, types, type }
  }
  if (areas.data && types.length === 0) {
    return { legend: { kind: 'no-areas' }, types, type }
  }
  return { legend: gathered ? { kind: 'areas', rate: analysis === 'rate', limits, colours, zero: gathered.values.filter((v) => v.value === 0).length, noData: gathered.values.filter((v) => v.value === null).length, elsewhere: gathered.elsewhere } : null, types, type }
}

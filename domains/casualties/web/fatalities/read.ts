import { useQuery } from '@tanstack/react-query'
import { joinList } from '../../../../core/query-params.ts'
import { api, queryString } from '../../../../web/face.ts'

export const DIMENSIONS = ['mission', 'type', 'year', 'nationality', 'personnel', 'gender'] as const
export type Dimension = (typeof DIMENSIONS)[number]
export type Only = { [dimension in Dimension]?: string }
export type Table = { by: string[]; total: number; revisions: number; rows: Record<string, string | number>[]; totals: Record<string, { value: string; count: number }[]> }
export type Interval = { value: number; low: number; high: number }
export type RateRow = { key: string; deaths: number; personYears: number; months: number; outside: number; rate: Interval | null }
export type Rates = { per: number; rows: RateRow[]; all: RateRow }
export type Revision = { record: string; ref: string; casualtyId: string; mission: string; on: string; field: string; from: string; to: string; note: string | null; source: string | null; by: string | null }
export type Row = { casualtyId: string; mission: string; date: string; type: string; personnel: string; nationality: string }
export type Standing = Row & { record: string; ref: string; version: number }
export type Some<T> = { total: number; items: T[] }
export type Reconciled = { read: number; same: number; added: Some<Row>; changed: Some<{ record: string; ref: string; casualtyId: string; fields: { field: string; from: string; to: string }[] }>; vanished: Some<Standing>; reappeared: Some<Standing>; twins: unknown[]; rejected: unknown[] }

function params(only: Only): Record<string, string> {
  return Object.fromEntries(Object.entries(only).map(([name, value]) => [name, joinList([value])]))
}

/** `origin`: `list` counts the public list alone. */
export function useTable(by: readonly Dimension[], only: Only, origin?: 'list') {
  const address = queryString({ by: by.join(','), ...params(only), origin })
  return useQuery({ queryKey: ['fatalities', 'table', address], queryFn: ({ signal }) => api<Table>(`/api/statistics/fatalities?${address}`, { signal }) })
}

export function useRates(by: 'mission' | 'year', only: Only) {
  const { mission, type, year } = only
  const address = queryString({ by, ...params({ ...(mission ? { mission } : {}), ...(type ? { type } : {}), ...(year ? { year } : {}) }) })
  return useQuery({ queryKey: ['fatalities', 'rates', address], queryFn: ({ signal }) => api<Rates>(`/api/statistics/fatalities/rates?${address}`, { signal }) })
}

export function useRevisions(limit: number) {
  return useQuery({ queryKey: ['fatalities', 'revisions', limit], queryFn: ({ signal }) => api<{ items: Revision[]; total: number }>(`/api/statistics/fatalities/revisions?limit=${limit}`, { signal }) })
}

/** The address of the records a figure counts. */
export function recordsOf(only: Only): string {
  return `/k/fatality?${queryString({ 'where.counted': 'yes', ...Object.fromEntries(Object.entries(params(only)).map(([name, value]) => [`where.${name}`, value])) })}`
}

/** The address of the open data. */
export function openDataOf(only: Only): string {
  return `/api/statistics/fatalities/open-data?${queryString(params(only))}`
}

/** Addresses other programs read, of one kind of record; `key` is the secret of a link, empty before one is made. */
export type Addresses = { earth: string; ogc: string; geojson: string; csv: string; tiles: string }

/** Build the addresses on an origin such as `https://node.example`. */
export function addressesOf(origin: string, kind: string, key: string): Addresses {
  const query = (path: string, params: Record<string, string>): string => `${origin}${path}?${new URLSearchParams({ ...params, ...(key === '' ? {} : { key }) }).toString()}`
  return {
    earth: query('/api/kml/link', { kind }),
    ogc: `${origin}/ogc`,
    geojson: query('/api/export', { kind, format: 'geojson' }),
    csv: query('/api/export', { kind, format: 'csv' }),
    // The braces are what the programs fill in, so they stay as they are.
    tiles: `${origin}/api/tiles/${encodeURIComponent(kind)}/{z}/{x}/{y}.mvt${key === '' ? '' : `?key=${encodeURIComponent(key)}`}`,
  }
}

import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { MAX_MAP_ZOOM } from '../../core/map-source.ts'
import { FileRefused, MAX_TILE_BYTES } from '../store/tile-files.ts'
import { pictureFormat, readTile, WORLD, type TileFacts, type TileSet } from './tile-set.ts'

const ENDINGS = ['png', 'jpg', 'jpeg', 'webp'] as const

/** Open a folder of raster tiles laid out as z/x/y.png (or jpg, webp), rows counted from the north. Throws FileRefused. */
export async function openFolder(folder: string): Promise<TileSet> {
  const zooms = (await numbered(folder)).filter((z) => z <= MAX_MAP_ZOOM)
  const [minZoom, maxZoom] = [zooms[0], zooms.at(-1)]
  if (minZoom === undefined || maxZoom === undefined) {
    throw new FileRefused('not-this-format', 'the folder has no numbered folders for zoom levels: tiles lie as z/x/y.png')
  }
  const columns = await numbered(path.join(folder, String(minZoom)))
  const first = columns[0] === undefined ? undefined : (await readdir(path.join(folder, String(minZoom), String(columns[0])))).find((name) => /^\d{1,8}\.(png|jpe?g|webp)$/.test(name))
  const ending = ENDINGS.find((one) => first?.endsWith(`.${one}`))
  const format = first === undefined ? null : pictureFormat(await readFile(path.join(folder, String(minZoom), String(columns[0]), first)))
  if (!ending || !format) {
    throw new FileRefused('no-tiles', `there is no picture in ${minZoom}/${columns[0] ?? ''}: tiles lie as z/x/y.png`)
  }
  const facts: TileFacts = { format, title: '', attribution: '', minZoom, maxZoom, bounds: await boundsOf(folder, maxZoom), tileSize: 256, layers: [] }
  return {
    facts,
    async tile(z, x, y) {
      const file = path.join(folder, String(z), String(x), `${y}.${ending}`)
      const found = await stat(file).catch(() => null)
      if (!found?.isFile()) {
        return null
      }
      if (found.size > MAX_TILE_BYTES) {
        throw new FileRefused('too-large', `a tile has ${found.size} bytes; no more than ${MAX_TILE_BYTES} are handed out`)
      }
      return readTile(await readFile(file))
    },
    close: async () => {},
  }
}

/** Bounds from the columns and the rows of the outer columns at the deepest zoom. */
async function boundsOf(folder: string, z: number): Promise<TileFacts['bounds']> {
  const columns = await numbered(path.join(folder, String(z)))
  const [west, east] = [columns[0], columns.at(-1)]
  if (west === undefined || east === undefined) {
    return WORLD
  }
  const rows = (await Promise.all([west, east].map((x) => readdir(path.join(folder, String(z), String(x)))))).flat().map((name) => Number.parseInt(name, 10)).filter(Number.isInteger)
  const lat = (row: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI
  return [(west / 2 ** z) * 360 - 180, lat(Math.max(...rows) + 1), ((east + 1) / 2 ** z) * 360 - 180, lat(Math.min(...rows))]
}

/** Numbered entries of a folder, ascending. */
async function numbered(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /^\d{1,8}$/.test(name)).map(Number).sort((a, b) => a - b)
}

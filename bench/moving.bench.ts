import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'
import { launch, skipWithoutChromium } from '../test/chromium.ts'
import { machine, printTable, round } from './measure.ts'

/**
 * Thousands of moving symbols on the map, drawn by the moving layer and by a GeoJSON symbol source of the same
 * pictures in the same size, one after the other in the same browser. A frame counts when all of it is drawn: the map is idle and one
 * pixel has been read back. Without a graphics card the browser draws in software, as here.
 */
const COUNTS = [1000, 5000, 20_000]
const GOAL = 10
const web = path.resolve(import.meta.dirname, '..', 'web')

const PAGE = `
import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { MovingLayer } from '${web}/map/moving.ts'
import { movingPicture } from '${web}/map/moving-picture.ts'
import { movingName } from '${web}/map/moving-name.ts'
import { PALETTES } from '${web}/map/palette.ts'
setWorkerUrl(workerUrl)
const p = PALETTES.light
const colours = { severity: p.severity, paper: p.paper, unverified: p.unverified, stale: p.labelMinor }
const names = ['10031000001211000000', '10031500001201000000', '10061000001201000000', '10041500001400000000', '10030100001102000000', '10013000001400000000'].map((sidc) => movingName(sidc, []))
const picture = async (name) => movingPicture(name, colours)
const empty = { type: 'FeatureCollection', features: [] }
const map = new MapLibreMap({ container: 'map', center: [20, 5], zoom: 6, fadeDuration: 0, style: { version: 8, sources: {}, layers: [{ id: 'sea', type: 'background', paint: { 'background-color': '#dbe6ee' } }] } })
const idle = () => new Promise((done) => map.once('idle', done))
const drawn = async (quick) => { await idle(); if (quick) { return } const gl = map.painter.context.gl; gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)) }
function place(count, step) {
  const lon = new Float64Array(count), lat = new Float64Array(count), symbol = new Uint16Array(count), course = new Float32Array(count)
  for (let i = 0; i < count; i += 1) {
    const a = i * 2.399963 + step * 0.002, r = 4 * Math.sqrt((i + 0.5) / count)
    lon[i] = 20 + r * Math.cos(a) * 1.6; lat[i] = 5 + r * Math.sin(a); symbol[i] = i % names.length; course[i] = ((a * 180) / Math.PI) % 360
  }
  return { lon, lat, symbol, course, symbols: names }
}
let longest = 0
function pings() { let last = performance.now(), on = true, gaps = []; const channel = new MessageChannel(); channel.port1.onmessage = () => { const now = performance.now(); gaps.push(now - last); last = now; if (on) { setTimeout(() => channel.port2.postMessage(0), 4) } }; channel.port2.postMessage(0); return () => { on = false; gaps.sort((a, b) => a - b); return { p95: gaps[Math.floor(gaps.length * 0.95)] ?? 0, most: gaps.at(-1) ?? 0 } } }
async function run(show, seconds, most) {
  for (let i = 0; i < 2; i += 1) { await show(i) }
  const begun = performance.now()
  const before = await cpuMs()
  let frames = 0
  while (performance.now() - begun < seconds * 1000 && frames < most) { frames += 1; await show(frames + 2) }
  const fps = frames / ((performance.now() - begun) / 1000)
  const cpu = ((await cpuMs()) - before) / frames
  // As in the product: one update a second, nothing read back; how long would a key press wait?
  const stop = pings()
  for (let i = 0; i < 6; i += 1) { void show(frames + 3 + i, true); await new Promise((done) => setTimeout(done, 1000)) }
  return { fps, cpu, ...stop() }
}
window.bench = async (count, seconds) => {
  const layer = new MovingLayer(picture, names[0], [80, 80, 80], () => map.triggerRepaint())
  map.addLayer(layer)
  const own = await run(async (step, quick) => { layer.set(place(count, step)); await drawn(quick) }, seconds, 2000)
  map.removeLayer('moving')
  for (const name of names) { if (!map.hasImage(name)) { map.addImage(name, await picture(name), { pixelRatio: 2 }) } }
  map.addSource('g', { type: 'geojson', data: empty })
  map.addLayer({ id: 'g', type: 'symbol', source: 'g', layout: { 'icon-image': ['get', 's'], 'icon-size': count > 5000 ? 0.56 : 0.85, 'icon-allow-overlap': true, 'icon-ignore-placement': true } })
  const source = map.getSource('g')
  const theirs = await run(async (step, quick) => {
    const { lon, lat, symbol } = place(count, step)
    const features = Array.from(lon, (x, i) => ({ type: 'Feature', properties: { s: names[symbol[i]] }, geometry: { type: 'Point', coordinates: [x, lat[i]] } }))
    await source.setData({ type: 'FeatureCollection', features }); map.triggerRepaint(); await drawn(quick)
  }, seconds, 2000)
  map.removeLayer('g'); map.removeSource('g')
  return { own, theirs }
}
window.ready = new Promise((done) => map.once('load', done)).then(() => true)
`

type Run = { fps: number; cpu: number; p95: number; most: number }

/** Processor time all processes this one has started have used, ms; 0 where the system does not say. Ticks of 10 ms, as Linux counts. */
function startedMs(): number {
  const parents = new Map<number, number>()
  const used = new Map<number, number>()
  try {
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8')
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
        parents.set(Number(name), Number(fields[1]))
        used.set(Number(name), (Number(fields[11]) + Number(fields[12])) * 10)
      } catch {
        // It has ended meanwhile.
      }
    }
  } catch {
    return 0
  }
  const ours = (pid: number): boolean => { const parent = parents.get(pid) ?? 0; return parent === process.pid || (parent > 1 && ours(parent)) }
  return [...used].reduce((sum, [pid, ms]) => sum + (ours(pid) ? ms : 0), 0)
}

const why = skipWithoutChromium()
if (why) {
  console.log(`not measured: ${why}`)
} else {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-moving-'))
  const entry = path.join(web, '..', 'node_modules', '.vigie-moving-bench.js')
  try {
    writeFileSync(entry, PAGE)
    await build({ root: web, configFile: false, logLevel: 'error', worker: { format: 'es' }, build: { outDir: folder, emptyOutDir: true, target: 'es2024', rolldownOptions: { input: entry, output: { entryFileNames: 'page.js' } } } })
    const server = createServer((request, response) => {
      const name = (request.url ?? '/').split('?')[0]!
      if (name === '/') {
        response.setHeader('content-type', 'text/html').end('<!doctype html><body style="margin:0"><div id="map" style="position:absolute;inset:0"></div><script type="module" src="/page.js"></script>')
        return
      }
      try {
        response.setHeader('content-type', name.endsWith('js') ? 'text/javascript' : 'application/octet-stream').end(readFileSync(path.join(folder, path.normalize(name))))
      } catch {
        response.writeHead(404).end()
      }
    })
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
    const browser = await launch()
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('pageerror', (error) => console.error(error.message))
    await page.exposeFunction('cpuMs', startedMs)
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.waitForFunction('window.ready')
    const rows: string[][] = []
    for (const count of COUNTS) {
      const { own, theirs } = (await page.evaluate(`window.bench(${count}, 6)`)) as { own: Run; theirs: Run }
      const ratio = own.fps / theirs.fps
      rows.push([String(count), `${round(own.fps)}`, `${round(theirs.fps)}`, `${round(own.cpu)} / ${round(theirs.cpu)} ms`, `${round(ratio)} ×${count === 20_000 ? (ratio >= GOAL ? ' reached' : ' MISSED') : ''}`, `${round(own.p95)} / ${round(own.most)} ms`, `${round(theirs.p95)} / ${round(theirs.most)} ms`])
    }
    console.log(`# Moving symbols\n\n${machine()}. Chromium, 1280 × 800, drawn in software. “processor a frame” is what all processes of the browser used for one, ours and theirs. The last columns say how long a key press would have waited while one update a second is drawn (95 % / longest).\n`)
    printTable(['symbols', 'moving layer, frames/s', 'GeoJSON source, frames/s', 'processor a frame', `ratio, goal ${GOAL} × at 20000`, 'wait, moving layer', 'wait, GeoJSON'], rows)
    await browser.close()
    server.close()
  } finally {
    rmSync(entry, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

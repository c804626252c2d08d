import { mkdirSync, writeFileSync } from 'node:fs'
import { makeGeography } from './make/geography.ts'

const folder = new URL('./data/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('geography.json', folder), `${JSON.stringify(makeGeography())}\n`)

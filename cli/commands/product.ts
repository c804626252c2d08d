import { rename, rm, writeFile } from 'node:fs/promises'
import { LOCALES, type Locale } from '../../core/i18n.ts'
import { PRODUCT_TYPES, type Product, type ProductType } from '../../core/product.ts'
import { localDate } from '../../core/time.ts'
import { Problem } from '../../core/problem.ts'
import { COMMAND_DOMAINS } from '../../domains/commands.ts'
import { OUTPUT_FORMATS, writeProduct, type OutputFormat } from '../../domains/products/server/export.ts'
import { templateOf } from '../../domains/products/server/template.ts'
import { draftOf } from '../../domains/products/server/life.ts'
import { handlingOf } from '../../domains/products/server/make.ts'
import { SYSTEM } from '../../server/auth/reader.ts'
import { createClocks } from '../../server/clocks/clocks.ts'
import { missionOf } from '../../server/http/mission.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command, type Terminal } from '../command.ts'
import type { OpenedStore } from '../../server/store/open.ts'
import { withHeldStore } from '../open.ts'

/** Types under the names people call them by. */
const NAMES: Readonly<Record<string, ProductType>> = { daily: 'DSR', weekly: 'WSR', monthly: 'MSR', intsum: 'INTSUM', handover: 'HANDOVER', hom: 'HOM', list: 'ANNEX' }

export const productCommand: Command = {
  name: 'product',
  summary: 'Write a report of a day to a file',
  positionals: ['TYPE', 'FILE'],
  options: {
    ...DATA_OPTION,
    date: { value: 'YYYY-MM-DD', help: 'mission-local day; default today' },
    format: { value: 'FORMAT', help: OUTPUT_FORMATS.join(', '), default: 'docx' },
    language: { value: 'CODE', help: `${LOCALES.join(', ')}; default the mission’s first` },
  },
  about: `TYPE is ${Object.keys(NAMES).join(', ')}. FILE - writes to standard output. The product released for that day, its last correction, is written as it
was released; where there is none it is made from the records as they stand now, with what is open to the whole mission, marked as not released.`,
  async run(given, terminal) {
    const [name = '', file = '-'] = given.positionals
    const type = NAMES[name.toLowerCase()] ?? PRODUCT_TYPES.find((one) => one === name.toUpperCase() && Object.values(NAMES).includes(one))
    const format = OUTPUT_FORMATS.find((one) => one === given.get('format')) as OutputFormat | undefined
    const language = given.get('language') as Locale | undefined
    if (type === undefined) {
      throw new CommandError(`there is no product "${name}" of a day; use ${Object.keys(NAMES).join(', ')}`, 2)
    }
    if (format === undefined) {
      throw new CommandError(`--format ${given.get('format')} is not known; use ${OUTPUT_FORMATS.join(', ')}`, 2)
    }
    if (language !== undefined && !LOCALES.includes(language)) {
      throw new CommandError(`--language ${language} is not known; use ${LOCALES.join(', ')}`, 2)
    }
    return withHeldStore(given, terminal, async (store) => {
      const now = Date.now()
      const day = given.get('date') ?? localDate(now, (await missionOf(store))?.zone ?? 'UTC')
      const page = await store.list(SYSTEM, { kind: 'product', where: { 'product-type': [type], 'day': [day], 'tearOf': [''], 'standing': ['current', 'stale'], ...(language ? { language: [language] } : {}) }, workflow: ['approved'], sort: { by: 'logged', dir: 'desc' }, limit: 1 })
      const standing = page.items[0]?.record
      let product: Product
      let about: Parameters<typeof writeProduct>[1]
      if (standing) {
        product = standing.data as unknown as Product
        about = { ref: standing.ref, handling: standing.handling }
      } else {
        product = await draftNow(store, { type, day, ...(language ? { language } : {}) }, now, terminal)
        about = { ref: 'DRAFT', handling: handlingOf(product.sections, (await missionOf(store))?.org ?? 'mission') }
      }
      const bytes = await writeProduct(product, about, format, await templateOf(store, type))
      if (file === '-') {
        terminal.outBytes(bytes)
        return 0
      }
      // Written beside and put in place when whole: a half file is never taken for the report.
      const part = `${file}.part`
      try {
        await writeFile(part, bytes, { mode: 0o600 })
        await rename(part, file)
      } catch (error) {
        await rm(part, { force: true })
        throw error instanceof Error && 'path' in error ? Object.assign(error, { path: file }) : error
      }
      terminal.err(`${product.title} written to ${file}${standing ? '' : '; it is a draft: nothing was released for that day'}\n`)
      return 0
    }, { lazy: true })
  },
}

/** The product as it would be drafted now, with the deadlines as the records say: what is written must not depend on whether a node runs beside. */
async function draftNow(store: OpenedStore, begin: { type: ProductType; day: string; language?: Locale }, now: number, terminal: Terminal): Promise<Product> {
  const clocks = createClocks({ store, clock: () => now, idle: () => false, log: { error: (_fields, text) => terminal.err(`vigie: ${text}\n`) } })
  try {
    await clocks.start()
    await clocks.settled()
    return await draftOf({ store, domains: COMMAND_DOMAINS, clocks }, { ...SYSTEM, clearance: 'C', grants: [{ role: 'JOC-DO', area: null }] }, begin, now)
  } catch (error) {
    const day = error instanceof Problem ? error.fields.find(({ path }) => path === '/day') : undefined
    throw day ? new CommandError(`--date: ${day.problem}.${day.fix ? ` ${day.fix}` : ''}`, 2) : error
  } finally {
    await clocks.close()
  }
}

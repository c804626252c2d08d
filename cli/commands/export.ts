import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { queryFromParams } from '../../core/query-params.ts'
import { FHIR_KINDS, fhirLines } from '../../domains/casualties/server/fhir/export.ts'
import { veilNames } from '../../domains/casualties/server/notification/names.ts'
import { accountByLogin } from '../../server/auth/accounts.ts'
import { isActive, readerOf, SYSTEM } from '../../server/auth/reader.ts'
import { EXPORT_FORMATS, exportRecords, type ExportFormat } from '../../server/jobs/export.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command } from '../command.ts'
import { withHeldStore } from '../open.ts'

/** FHIR is of casualties and requests for evacuation alone: a bundle a line. */
const FORMATS: readonly string[] = [...EXPORT_FORMATS, 'fhir']

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write the records of a kind to a file',
  positionals: ['FILE'],
  options: {
    ...DATA_OPTION,
    kind: { value: 'KIND', help: 'kind of record', default: 'incident' },
    format: { value: 'FORMAT', help: FORMATS.join(', ') },
    query: { value: 'TEXT', help: 'further conditions as in the API, e.g. "from=2026-01-01&where.family=AC"' },
    user: { value: 'NAME', help: 'only what this account may see; everything when left out' },
    purpose: { value: 'TEXT', help: 'what it is for, with --user' },
  },
  about: 'FILE - writes to standard output. What is sensitive is recorded as exported. FHIR R4 bundles stand one a line.',
  async run(given, terminal) {
    const format = given.get('format')
    if (format === undefined || !FORMATS.includes(format)) {
      throw new CommandError(`--format ${format ?? 'FORMAT is missing'}${format === undefined ? '' : ' is not known'}; use ${FORMATS.join(', ')}`, 2)
    }
    if (format === 'fhir' && !FHIR_KINDS.includes(given.get('kind') ?? '')) {
      throw new CommandError(`FHIR is written of ${FHIR_KINDS.join(' or ')}; say which with --kind`, 2)
    }
    const file = given.positionals[0] as string
    if (file === '-' && (format === 'xlsx' || format === 'gpkg')) {
      throw new CommandError('this format is not text; give it a file name', 2)
    }
    return withHeldStore(given, terminal, async (store) => {
      const query = queryFromParams([['kind', given.get('kind') ?? 'incident'], ...new URLSearchParams(given.get('query') ?? '')])
      const login = given.get('user')
      const account = login === undefined ? null : await accountByLogin(store, login)
      if (login !== undefined && (!account || !isActive(account))) {
        throw new CommandError(`there is no account "${login}", or it is disabled`)
      }
      const reader = account ? readerOf(account, given.get('purpose') ?? null) : SYSTEM
      if (account) {
        await veilNames(store)
      }
      const content = format === 'fhir' ? Readable.from(fhirLines(store, reader, query, Date.now())) : (await exportRecords(store, reader, query, format as ExportFormat, { scratch: `${file}.scratch`, now: Date.now() })).content
      if (file === '-') {
        for await (const chunk of content) {
          terminal.out(String(chunk))
        }
        return 0
      }
      // Written beside and put in place when whole: a half file is never taken for the records.
      const part = `${file}.part`
      try {
        await pipeline(content, createWriteStream(part, { mode: 0o600 }))
        await rename(part, file)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      terminal.err(`${await store.count(reader, query)} records written to ${file}\n`)
      return 0
    })
  },
}

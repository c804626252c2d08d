import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { COMMAND_DOMAINS } from '../../domains/commands.ts'
import { systemFor } from '../../server/auth/reader.ts'
import { missionOf } from '../../server/http/mission.ts'
import { importTable, type ImportResult } from '../../server/jobs/import-job.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command } from '../command.ts'
import { withStore } from '../open.ts'

const IMPORTERS = COMMAND_DOMAINS.flatMap((domain) => domain.importers ?? [])
const FORMATS = [...new Set(IMPORTERS.flatMap((importer) => importer.formats))]

export const importCommand: Command = {
  name: 'import',
  summary: 'Import a table of incidents or actors',
  positionals: ['FILE'],
  options: {
    ...DATA_OPTION,
    'format': { value: 'FORMAT', help: FORMATS.join(', ') },
    'mapping': { value: 'FILE', help: 'JSON that says which column is what, with --format table' },
    'zone': { value: 'ZONE', help: 'time zone of the table\'s days; the mission\'s when left out' },
    'dry-run': { value: null, help: 'read and check everything, write nothing' },
    'rejected': { value: 'FILE', help: 'write rows that were not taken to this CSV, with the problem' },
    'json': { value: null, help: 'print the result as JSON' },
  },
  about: 'The same file a second time adds nothing. Rows that changed at their source change the record; what people\nchanged here since stays and is shown beside it. Works on a stopped or running node.',
  async run(given, terminal) {
    const file = given.positionals[0] as string
    const format = given.get('format')
    if (format === undefined || !FORMATS.includes(format)) {
      throw new CommandError(`--format ${format ?? 'FORMAT is missing'}${format === undefined ? '' : ' is not known'}; use ${FORMATS.join(', ')}`, 2)
    }
    if (!(await stat(file).catch(() => null))?.isFile()) {
      throw new CommandError(`there is no file ${file}`)
    }
    const mappingFile = given.get('mapping')
    const mapping = mappingFile === undefined ? {} : { mapping: await readMapping(mappingFile) }
    return withStore(given, terminal, async (store) => {
      const mission = await missionOf(store)
      const zone = given.get('zone') ?? mission?.zone
      const result = await importTable(store, systemFor({ user: 'system', name: 'Command line', org: mission?.org ?? 'mission' }), IMPORTERS, {
        file, fileName: path.basename(file), format, dryRun: given.has('dry-run'), rejectedFile: given.get('rejected') ?? null,
        ...(zone === undefined ? {} : { zone }), ...mapping,
      })
      terminal.out(given.has('json') ? asJson(result) : asText(result))
      return 0
    })
  },
}

async function readMapping(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${(error as Error).message}`)
  }
}

function asJson({ read, added, unchanged, changed, rejected, errors }: ImportResult): string {
  return `${JSON.stringify({ read, added, unchanged, changed, rejected, errors })}\n`
}

function asText(result: ImportResult): string {
  const head = `${result.dryRun ? 'Nothing written (dry run). ' : ''}Read ${result.read}: ${result.added} added, ${result.unchanged} unchanged, ${result.changed} changed, ${result.rejected} rejected.\n`
  const lines = result.errors.slice(0, 20).map((error) => `  row ${error.row}${error.column === '' ? '' : `, ${error.column}`}: ${error.problem}. ${error.fix}\n`)
  const more = result.errors.length + result.errorsLeftOut - lines.length
  return head + lines.join('') + (more > 0 ? `  and ${more} more; --rejected FILE writes them all\n` : '')
}

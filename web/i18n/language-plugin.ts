import { globSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { inLocale, LOCALES } from '../../core/i18n.ts'
import type { Locale, Texts } from '../../core/i18n.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')
const LANGUAGE = path.join(import.meta.dirname, 'language.ts')
const VIRTUAL = 'virtual:vigie-language/'
/** Files whose texts are there from the first load on: the shell's and what every domain registers. */
const FILES = globSync(['web/i18n/texts.ts', 'domains/*/{shared,web}/**/texts*.ts'], { cwd: ROOT, exclude: (file) => file.endsWith('.test.ts') }).map((file) => path.join(ROOT, file))

type Module = Readonly<Record<string, unknown>>

const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null && Object.values(value).every((text: unknown) => typeof text === 'object' && text !== null && 'en' in text && 'fr' in text)
const nameOf = (file: string, name: string): string => `${path.relative(ROOT, file).split(path.sep).join('/')} ${name}`
/** Lists of texts are what a file exports under these names; small tables of words beside them stay in the code. */
const isList = (name: string): boolean => /^(?:UI|SHELL_TEXTS|\w*[tT]exts)$/.test(name)
const listsOf = (module: Module): [name: string, texts: Texts][] => Object.entries(module).flatMap(([name, value]) => (isList(name) && isTexts(value) ? [[name, value] as [string, Texts]] : []))

async function catalogueOf(locale: Locale): Promise<Record<string, Record<string, string>>> {
  const all: Record<string, Record<string, string>> = {}
  for (const file of FILES) {
    for (const [name, texts] of listsOf((await import(file)) as Module)) {
      all[nameOf(file, name)] = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, inLocale(text, locale)]))
    }
  }
  return all
}

/**
 * The first load carries one language, not all: the texts of the shell and of the domains are taken out of the code and put
 * into a file for each language, which `language.ts` fetches. Sources, tests and the node know nothing of it.
 */
export function languagePlugin(): Plugin {
  return {
    name: 'vigie-language',
    resolveId: (id) => (id.startsWith(VIRTUAL) ? `\0${id}` : undefined),
    async load(id) {
      const locale = LOCALES.find((one) => id === `\0${VIRTUAL}${one}`)
      return locale && `export default ${JSON.stringify(await catalogueOf(locale))}`
    },
    async transform(code, id) {
      if (!FILES.includes(id)) {
        return
      }
      const lists = listsOf((await import(id)) as Module).map(([name]) => name)
      const found = this.parse(code).body.flatMap((node) => (node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'VariableDeclaration' ? node.declaration.declarations : []))
        .flatMap(({ id: to, init }) => (to.type === 'Identifier' && init && lists.includes(to.name) ? [{ name: to.name, start: init.start, end: init.end }] : []))
      if (found.length !== lists.length) {
        this.error(`${id}: export each list of texts as a constant of its own (${lists.join(', ')})`)
      }
      const without = found.toReversed().reduce((text, { name, start, end }) => `${text.slice(0, start)}textsIn(${JSON.stringify(nameOf(id, name))})${text.slice(end)}`, code)
      return { code: `import { textsIn } from ${JSON.stringify(LANGUAGE)}\n${without}`, map: null }
    },
  }
}

import { Problem } from '../core/problem.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'
import type { XmlHandler } from './xml-scan.ts'

/** The parts of an Office Open XML workbook (ECMA-376 part 1), each as a push reader of its XML text. */

type Scanner = { push(text: string): void; end(): void }

/** `xl/workbook.xml`: sheets in order with their relation ids, and the date system. */
export function workbookScanner(): Scanner & { sheets: { name: string; relation: string; hidden: boolean }[]; date1904(): boolean } {
  const sheets: { name: string; relation: string; hidden: boolean }[] = []
  let date1904 = false
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (name === 'sheet') {
        const state = attribute(attributes, 'state')
        sheets.push({ name: attribute(attributes, 'name') ?? '', relation: attribute(attributes, 'r:id') ?? attribute(attributes, 'id') ?? '', hidden: state === 'hidden' || state === 'veryHidden' })
      } else if (name === 'workbookPr') {
        date1904 = /^(?:1|true)$/u.test(attribute(attributes, 'date1904') ?? '')
      }
    },
    close: () => undefined,
    text: () => undefined,
  })
  return { ...scanner, sheets, date1904: () => date1904 }
}

/** `_rels/*.rels`: relation id → target part. */
export function relationsScanner(): Scanner & { targets: Map<string, string> } {
  const targets = new Map<string, string>()
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (name === 'Relationship' && attribute(attributes, 'TargetMode') !== 'External') {
        targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '')
      }
    },
    close: () => undefined,
    text: () => undefined,
  })
  return { ...scanner, targets }
}

// Built-in number formats that show a date or a time (ECMA-376 18.8.30).
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** True when a number format code shows a date or time: y, m, d, h or s outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code.split(';')[0]!.replace(/"[^"]*"|\\.|_.|\*./gu, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, '')
  return !/general/iu.test(bare) && /[ymdhs]/iu.test(bare)
}

/** `xl/styles.xml`: for each cell style, whether its numbers are dates. */
export function stylesScanner(): Scanner & { dateStyles: boolean[] } {
  const dateStyles: boolean[] = []
  const custom = new Map<number, boolean>()
  let inCellXfs = false
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (name === 'numFmt') {
        custom.set(Number(attribute(attributes, 'numFmtId')), isDateFormat(attribute(attributes, 'formatCode') ?? ''))
      } else if (name === 'cellXfs') {
        inCellXfs = true
      } else if (name === 'xf' && inCellXfs && dateStyles.length < 65_536) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0)
        dateStyles.push(custom.get(id) ?? DATE_FORMATS.has(id))
      }
    },
    close(name) {
      inCellXfs &&= name !== 'cellXfs'
    },
    text: () => undefined,
  })
  return { ...scanner, dateStyles }
}

/** `_x000D_` in cell text stands for a character XML cannot hold. */
function unescapeCell(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
}

/** Gathers the text of `<t>` elements, phonetic readings left out. */
function textGatherer(limit: number): XmlHandler & { take(): string } {
  let text = ''
  let inText = false
  let phonetic = 0
  return {
    open(name) {
      phonetic += name === 'rPh' ? 1 : 0
      inText = name === 't' && phonetic === 0
    },
    close(name) {
      phonetic -= name === 'rPh' ? 1 : 0
      inText = false
    },
    text(piece) {
      if (inText) {
        text += piece
        if (text.length > limit) {
          throw new Problem('too-large', `A cell of the workbook has more than ${limit} characters. Shorten the text`)
        }
      }
    },
    take() {
      const taken = unescapeCell(text)
      text = ''
      return taken
    },
  }
}

/** `xl/sharedStrings.xml`: the texts cells point to. `maxChars` bounds all of them together. */
export function sharedStringsScanner(maxFieldChars: number, maxChars: number): Scanner & { strings: string[] } {
  const strings: string[] = []
  const gather = textGatherer(maxFieldChars)
  let total = 0
  const scanner = createXmlScanner({
    open: gather.open,
    text: gather.text,
    close(name) {
      gather.close(name)
      if (name === 'si') {
        const text = gather.take()
        total += text.length + 8
        if (total > maxChars) {
          throw new Problem('too-large', `The texts of the workbook have more than ${maxChars} characters together. Split the file`)
        }
        strings.push(text)
      }
    },
  })
  return { ...scanner, strings }
}

/** A column reference (`C`, `AB` of `AB12`) as an index from 0, −1 when it is none. */
export function columnIndex(reference: string): number {
  let index = 0
  let i = 0
  for (; i < reference.length && i < 4; i += 1) {
    const code = reference.charCodeAt(i) & ~32
    if (code < 65 || code > 90) {
      break
    }
    index = index * 26 + code - 64
  }
  return i === 0 ? -1 : index - 1
}

/**
 * A spreadsheet serial as ISO text: whole days as a date, below one day as a clock time, else date and time to
 * the second, without zone because the sheet has none. The 1900 system counts a 29 February 1900 that never was.
 */
export function serialToIso(serial: number, date1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < 2_958_466)) {
    return undefined
  }
  const seconds = Math.round((serial % 1) * 86_400)
  const days = Math.floor(serial) + (date1904 ? 1462 : serial < 61 ? 1 : 0)
  const iso = new Date(Date.UTC(1899, 11, 30) + days * 86_400_000 + seconds * 1000).toISOString()
  if (serial < 1) {
    return iso.slice(11, 19)
  }
  return seconds === 0 ? iso.slice(0, 10) : iso.slice(0, 19)
}

export type SheetOptions = {
  strings: readonly string[]
  dateStyles: readonly boolean[]
  date1904: boolean
  maxFieldChars: number
  /** Cells by column; places without a value are empty. `row` is the sheet's own number. */
  onRow(cells: string[], row: number): void
  /** A cell that holds an error such as `#REF!`; it is read as empty. */
  onCellError(row: number, column: number, value: string): void
  maxColumns: number
}

/** `xl/worksheets/sheetN.xml`: row after row. Formulas are never looked at, only the value kept with them. */
export function sheetScanner(options: SheetOptions): Scanner {
  const { strings, dateStyles, date1904 } = options
  const gather = textGatherer(options.maxFieldChars)
  let cells: string[] = []
  let row = 0
  let column = -1
  let type = ''
  let style = 0
  let value = ''
  let inValue = false
  let inInline = false
  let inData = false

  const put = (text: string): void => {
    if (text === '') {
      return
    }
    if (column >= options.maxColumns) {
      throw new Problem('too-large', `Row ${row} of the sheet has a value in column ${column + 1}, beyond the ${options.maxColumns} that are read. Remove columns`)
    }
    while (cells.length < column) {
      cells.push('')
    }
    cells[column] = text
  }
  const finishCell = (): void => {
    if (type === 'inlineStr') {
      put(gather.take())
      return
    }
    const raw = value.trim()
    if (type === 's') {
      const text = strings[Number(raw)]
      if (raw !== '' && text === undefined) {
        throw new Problem('malformed-body', `Row ${row} of the sheet points to a text that the workbook does not have. Save the workbook again`)
      }
      put(text ?? '')
    } else if (type === 'b') {
      put(raw === '1' ? 'true' : raw === '' ? '' : 'false')
    } else if (type === 'e') {
      options.onCellError(row, column, raw)
    } else if (type === 'str' || type === 'd') {
      put(unescapeCell(value))
    } else if (raw !== '') {
      const number = Number(raw)
      const iso = dateStyles[style] === true ? serialToIso(number, date1904) : undefined
      put(iso ?? (Number.isFinite(number) ? String(number) : raw))
    }
  }

  return createXmlScanner({
    open(name, attributes) {
      if (name === 'sheetData') {
        inData = true
      } else if (!inData) {
        return
      } else if (name === 'row') {
        const given = Number(attribute(attributes, 'r') ?? 0)
        row = given > 0 ? given : row + 1
        cells = []
        column = -1
      } else if (name === 'c') {
        const at = columnIndex(attribute(attributes, 'r') ?? '')
        column = at >= 0 ? at : column + 1
        type = attribute(attributes, 't') ?? 'n'
        style = Number(attribute(attributes, 's') ?? 0)
        value = ''
      } else if (name === 'v') {
        inValue = true
      } else if (name === 'is') {
        inInline = true
      }
      if (inInline) {
        gather.open(name, attributes)
      }
    },
    close(name) {
      if (!inData) {
        return
      }
      if (inInline) {
        gather.close(name)
      }
      if (name === 'v') {
        inValue = false
      } else if (name === 'is') {
        inInline = false
      } else if (name === 'c') {
        finishCell()
      } else if (name === 'row') {
        if (cells.length > 0) {
          options.onRow(cells, row)
        }
      } else if (name === 'sheetData') {
        inData = false
      }
    },
    text(piece) {
      if (inInline) {
        gather.text(piece)
      } else if (inValue) {
        value += piece
        if (value.length > options.maxFieldChars) {
          throw new Problem('too-large', `A cell in row ${row} has more than ${options.maxFieldChars} characters. Shorten the text`)
        }
      }
    },
  })
}

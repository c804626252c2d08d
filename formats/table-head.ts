/** Rows looked at before it is decided which holds the headings. */
const LOOKED_AT = 20

/**
 * Index of the row that holds the headings: the first, unless it and those after it are plainly a title (one or two
 * cells above a table of four columns or more).
 */
export function headingRow(rows: readonly (readonly string[])[]): number {
  const widths = rows.map((cells) => cells.filter((cell) => cell.trim() !== '').length)
  const usual = widths.toSorted((a, b) => a - b)[widths.length >> 1] ?? 0
  const at = usual >= 4 ? widths.findIndex((width) => width > 2) : 0
  return Math.max(0, at)
}

/** `end` decides by what was seen so far: at the end, or when the headings must be known to name a column. */
export type HeadFinder = { push(cells: string[], row: number): void; end(): void }

/**
 * Passes the rows of a table on: first the headings, then what stands below them. `headerRow` says which row they are
 * in, as a spreadsheet counts; without it the first twenty rows are looked at. What stands above is not passed on.
 */
export function createHeadFinder(handler: { headerRow?: number; onHead(cells: string[], row: number): void; onRow(cells: string[], row: number): void }): HeadFinder {
  let waiting: { cells: string[]; row: number }[] | null = []
  const decide = (): void => {
    const rows = waiting ?? []
    waiting = null
    const head = handler.headerRow === undefined ? headingRow(rows.map((one) => one.cells)) : 0
    rows.slice(head).forEach(({ cells, row }, i) => (i === 0 ? handler.onHead(cells, row) : handler.onRow(cells, row)))
  }
  return {
    push(cells, row) {
      if (waiting === null) {
        handler.onRow(cells, row)
      } else if (handler.headerRow === undefined || row >= handler.headerRow) {
        waiting.push({ cells, row })
        const first = waiting[0]?.cells.filter((cell) => cell.trim() !== '').length ?? 0
        if (handler.headerRow !== undefined || first > 2 || waiting.length >= LOOKED_AT) {
          decide()
        }
      }
    },
    end() {
      if (waiting !== null && waiting.length > 0) {
        decide()
      }
    },
  }
}

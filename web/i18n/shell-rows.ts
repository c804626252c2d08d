import { OFFLINE_ROWS } from './texts-offline.ts'
import { FRAME_ROWS } from './texts-frame.ts'
import { LIST_ROWS } from './texts-lists.ts'
import { PAGE_ROWS } from './texts-pages.ts'
import { PROBLEM_ROWS } from './texts-problems.ts'
import { RAIL_ROWS } from './texts-rail.ts'
import { RECORD_ROWS } from './texts-record.ts'
import { SHELL_ROWS } from './texts-shell.ts'

/** What the shell says, by its parts. */
export const ROWS = { ...SHELL_ROWS, ...FRAME_ROWS, ...RECORD_ROWS, ...PAGE_ROWS, ...LIST_ROWS, ...OFFLINE_ROWS, ...PROBLEM_ROWS, ...RAIL_ROWS }

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAst } from 'vite'

/** A sentence as it stands in a source file. What changes in it is `X1`, `X2` … */
export type Sentence = { file: string; line: number; text: string }

type Node = { type: string; start: number; [key: string]: unknown }

/** What never reaches a person as it is written: texts of the API's description, SQL, lines of the log, faults of the programmer. */
const UNSAID_PROPERTIES = new Set(['description', 'summary', 'sql'])
const FAULTS = new Set(['Error', 'TypeError', 'RangeError'])
const UNSAID_CALLS = /(?:^|\.)log\.(?:error|warn|info)$|(?:^|[.#])db\.(?:all|get|run|exec|iterate)$|createHash\(.*\.update$|\.header$|\.split$/
const SIGNS = /^\s*(?:select|insert|update|delete|create|alter|drop|with)\b.*\b(?:from|into|set|table|index|as)\b|[=<>] ?\?|<\/?[\w:]+[\s>=]|<\?xml|\u0000|^\s*[-=]+\w/su

/**
 * Every sentence the code of these folders holds as a literal: two words or more, outside of types, imports, tables of texts in
 * four languages and the places above. Literals put together with `+` are one sentence; one inside a template stands for itself too.
 */
export function sentencesOf(root: string, folders: readonly string[], leftOut: (file: string) => boolean): Sentence[] {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root })).map((file) => file.replaceAll(path.sep, '/')).filter((file) => !file.endsWith('.test.ts') && !leftOut(file)).toSorted()
  return files.flatMap((file) => sentencesIn(readFileSync(path.join(root, file), 'utf8')).map((one) => ({ file, ...one })))
}

/** The same of one source text. */
export function sentencesIn(source: string): Omit<Sentence, 'file'>[] {
  const found: Omit<Sentence, 'file'>[] = []
  const visit = (node: Node, part: boolean): void => {
    if ((node.type.startsWith('TS') && !/^TS(?:As|NonNull|Satisfies)Expression$/.test(node.type)) || node.type === 'ImportDeclaration' || unsaid(node, source)) {
      return
    }
    const text = part ? null : textOf(node, source)
    if (text !== null && isSentence(text)) {
      found.push({ line: source.slice(0, node.start).split('\n').length, text })
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === 'key' && node['computed'] !== true) {
        continue
      }
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (isNode(child)) {
          visit(child, text !== null && node.type === 'BinaryExpression' && textOf(child, source) !== null)
        }
      }
    }
  }
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node, false)
  return found
}

/** Whether nothing below this node is said to anybody, or is said in four languages beside it. */
function unsaid(node: Node, source: string): boolean {
  if (node.type === 'Property') {
    const key = node['key'] as Node
    return UNSAID_PROPERTIES.has(String(key['name'] ?? key['value']))
  }
  if (node.type === 'ObjectExpression') {
    const keys = (node['properties'] as Node[]).map((one) => String((one['key'] as Node | undefined)?.['name']))
    return keys.includes('en') && keys.includes('fr')
  }
  const list = node.type === 'ArrayExpression' ? node['elements'] : node.type === 'CallExpression' || node.type === 'NewExpression' ? node['arguments'] : []
  if ((list as (Node | null)[]).filter((one) => one?.type === 'Literal').length > 3 && (list as Node[]).some((one) => /[\u0600-\u06ff]/.test(String(one['value'])))) {
    return true
  }
  const callee = node['callee'] as (Node & { end: number }) | undefined
  const called = callee ? source.slice(callee.start, callee.end) : ''
  return (node.type === 'NewExpression' && FAULTS.has(called)) || (node.type === 'CallExpression' && UNSAID_CALLS.test(called))
}

/** What changes has the same number wherever the same is put in. */
function textOf(node: Node, source: string): string | null {
  if (node.type === 'Literal') {
    return typeof node['value'] === 'string' ? node['value'] : null
  }
  if (node.type === 'TemplateLiteral') {
    const holes = (node['expressions'] as (Node & { end: number })[]).map((one) => source.slice(one.start, one.end))
    return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }, i) => `${value.cooked}${i < holes.length ? `X${holes.indexOf(holes[i]!) + 1}` : ''}`).join('')
  }
  if (node.type === 'BinaryExpression' && node['operator'] === '+') {
    const [left, right] = [textOf(node['left'] as Node, source), textOf(node['right'] as Node, source)]
    return left === null && right === null ? null : `${left ?? 'X8'}${right ?? 'X9'}`
  }
  return null
}

/** Two words or more with a small one among them that is no unit, and none of the signs of SQL, XML and seals. */
function isSentence(text: string): boolean {
  const plain = text.replace(/(?<=X\d )(?:km\/h|km|min|m|kg)\b/g, '').trim()
  return / /.test(plain) && /[a-z]{2,} [A-Za-z0-9("“]|X\d [a-z]{2,}|[a-z]{2,}: ?X\d/.test(plain) && !SIGNS.test(plain)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

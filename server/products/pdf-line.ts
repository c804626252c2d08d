import type { Bidi } from 'bidi-js'

/** What of the document a line needs: PDFKit's, kept narrow. */
export type Pen = {
  font(name: string): Pen
  fontSize(size: number): Pen
  widthOfString(text: string): number
  text(text: string, x: number, y: number, options: { lineBreak: false; baseline: 'alphabetic' }): Pen
}
type Face = 'latin' | 'ext' | 'arabic'
type Atom = { text: string; face: Face; width: number; heavy: boolean }
export type Words = { text: string; heavy?: boolean }
export type Laid = { atoms: Atom[]; width: number }

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/u
const LATIN = /[\u0000-\u00ff\u0131\u0152\u0153\u02c6\u02da\u02dc\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]/u
const EXTENDED = /[\u0100-\u024f\u1e00-\u1eff]/u
/** From the top of a line to the foot of its letters, in sizes: both scripts stand on one foot. */
const ASCENT = 1
const SIGNS: Readonly<Record<string, string>> = { '\u2212': '-', '\u2010': '-', '\u2011': '-', '→': '>', '≤': '<=', '≥': '>=', '\u202f': '\u00a0', '\u2009': ' ' }

function faceOf(char: string): Face | null {
  return ARABIC.test(char) ? 'arabic' : LATIN.test(char) ? 'latin' : EXTENDED.test(char) ? 'ext' : null
}

/** Break words into lines of at most `width` points. What the fonts have no letter for is drawn as `?`. */
export function layLines(pen: Pen, words: readonly Words[], size: number, width: number): Laid[] {
  const lines: Laid[] = []
  let line: Laid = { atoms: [], width: 0 }
  const close = (): void => {
    while (line.atoms.at(-1)?.text === ' ') {
      line.width -= line.atoms.pop()!.width
    }
    lines.push(line)
    line = { atoms: [], width: 0 }
  }
  let pending: Atom[] = []
  const flush = (): void => {
    const wide = pending.reduce((sum, one) => sum + one.width, 0)
    if (line.atoms.length > 0 && line.width + wide > width) {
      close()
    }
    for (const atom of pending) {
      for (const part of atom.width > width ? chopped(pen, atom, size, width) : [atom]) {
        if (line.width + part.width > width && line.atoms.length > 0) {
          close()
        }
        line.atoms.push(part)
        line.width += part.width
      }
    }
    pending = []
  }
  for (const atom of words.flatMap((one) => atomsOf(pen, one, size))) {
    if (atom.text === ' ') {
      flush()
      if (line.atoms.length > 0) {
        line.atoms.push(atom)
        line.width += atom.width
      }
    } else {
      pending.push(atom)
    }
  }
  flush()
  close()
  return lines
}

/** Draw a line from `x` on, its parts in the order they are seen (rule L2 of Unicode Standard Annex 9). */
export function drawLine(pen: Pen, bidi: Bidi, line: Laid, size: number, x: number, y: number, base: 'ltr' | 'rtl', heavier: (draw: () => void) => void): void {
  const text = line.atoms.map((atom) => atom.text).join('')
  const { levels } = bidi.getEmbeddingLevels(text, base)
  // Days and differences are read from the left in either script.
  for (const found of text.matchAll(/[+-]?\d(?:[\d:/.-]*\d)?/g)) {
    const part = levels.subarray(found.index, found.index + found[0].length)
    part.fill(Math.ceil(Math.max(...part) / 2) * 2)
  }
  const mirrored = bidi.getMirroredCharactersMap(text, levels)
  const parts: { text: string; atom: Atom; level: number }[] = []
  let at = 0
  for (const atom of line.atoms) {
    for (let i = 0; i < atom.text.length; i++, at++) {
      const level = levels[at] ?? 0
      const char = mirrored.get(at) ?? atom.text[i] ?? ''
      const last = parts.at(-1)
      if (i > 0 && last && last.level === level) {
        last.text += char
      } else {
        parts.push({ text: char, atom, level })
      }
    }
  }
  let left = x
  for (const part of inSight(parts)) {
    pen.font(part.atom.face).fontSize(size)
    const draw = (): void => { pen.text(part.text, left, y + size * ASCENT, { lineBreak: false, baseline: 'alphabetic' }) }
    if (part.text !== ' ') {
      if (part.atom.heavy) {
        heavier(draw)
      } else {
        draw()
      }
    }
    left += pen.font(part.atom.face).fontSize(size).widthOfString(part.text)
  }
}

/** Reverse every run of parts at or above each level, from the highest down to the lowest odd one. */
function inSight<P extends { level: number }>(parts: readonly P[]): P[] {
  const out = [...parts]
  const highest = Math.max(0, ...out.map((one) => one.level))
  for (let level = highest; level >= 1; level--) {
    for (let from = 0; from < out.length; from++) {
      if ((out[from] as P).level < level) {
        continue
      }
      let to = from
      while (to + 1 < out.length && (out[to + 1] as P).level >= level) {
        to += 1
      }
      out.splice(from, to - from + 1, ...out.slice(from, to + 1).reverse())
      from = to
    }
  }
  return out
}

function atomsOf(pen: Pen, { text, heavy = false }: Words, size: number): Atom[] {
  const out: Atom[] = []
  for (const raw of text.replace(/[\u200e\u200f\u2066-\u2069]/gu, '').replace(/\s+/gu, ' ')) {
    const char = SIGNS[raw] ?? raw
    // A mark belongs to the letter before it.
    const face = faceOf(char) ?? (/\p{M}/u.test(char) ? out.at(-1)?.face : undefined) ?? 'latin'
    const shown = faceOf(char) === null && !/\p{M}/u.test(char) ? '?' : char
    const last = out.at(-1)
    if (last && shown !== ' ' && last.text !== ' ' && last.face === face) {
      last.text += shown
    } else {
      out.push({ text: shown, face: shown === ' ' ? 'latin' : face, width: 0, heavy })
    }
  }
  out.forEach((atom) => { atom.width = pen.font(atom.face).fontSize(size).widthOfString(atom.text) })
  return out
}

function chopped(pen: Pen, atom: Atom, size: number, width: number): Atom[] {
  const out: Atom[] = []
  pen.font(atom.face).fontSize(size)
  for (const char of atom.text) {
    const last = out.at(-1)
    const longer = last ? pen.widthOfString(last.text + char) : Infinity
    if (last && longer <= width) {
      last.text += char
      last.width = longer
    } else {
      out.push({ ...atom, text: char, width: pen.widthOfString(char) })
    }
  }
  return out
}

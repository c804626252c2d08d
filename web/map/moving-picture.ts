import ms from 'milsymbol'
import { frameOnly, readMovingName, UNKNOWN_SIDC } from './moving-name.ts'
import type { MovingMark } from './moving-name.ts'
import { SYMBOL_RATIO, SYMBOL_SIZE } from './symbol-draw.ts'
import type { SymbolColours } from './symbol-draw.ts'
import { CELL } from './moving-atlas.ts'

/** Size of a symbol in the standard's own measure, so that every frame keeps its relative size. */
const STANDARD_SIZE = 40
/** Room the largest symbol may take. */
const ROOM = SYMBOL_SIZE * SYMBOL_RATIO

type Canvas = OffscreenCanvasRenderingContext2D

/**
 * The picture of something that moves by its name in the atlas: its symbol, with marks that do not rest on colour alone.
 * `red`: for eyes used to the dark, in red alone; affiliation is told by the shape of the frame.
 */
export function movingPicture(name: string, colours: SymbolColours, red = false): ImageData {
  const { sidc, marks } = readMovingName(name) ?? { sidc: UNKNOWN_SIDC, marks: [] }
  const context = new OffscreenCanvas(CELL, CELL).getContext('2d', { willReadFrequently: true })
  if (!context) {
    throw new Error('no canvas to draw symbols on')
  }
  const symbol = standard(sidc)
  const known = symbol.isValid() === true
  const drawn = known ? symbol : standard(frameOnly(sidc))
  const picture = (drawn.isValid() === true ? drawn : standard(UNKNOWN_SIDC))
  const { width, height } = picture.getSize()
  const anchor = picture.getOctagonAnchor()
  const scale = Math.min(1, ROOM / Math.max(width, height))
  const middle = CELL / 2
  const last = marks.includes('l')
  context.filter = last || marks.includes('o') ? 'grayscale(0.85)' : 'none'
  context.globalAlpha = last ? 0.6 : 1
  context.drawImage(picture.asCanvas(1), middle - anchor.x * scale, middle - anchor.y * scale, width * scale, height * scale)
  context.filter = 'none'
  context.globalAlpha = 1
  if (!known) {
    question(context, middle)
  }
  edge(context, marks, middle, { width: width * scale, height: height * scale, x: middle - anchor.x * scale, y: middle - anchor.y * scale }, colours)
  const made = context.getImageData(0, 0, CELL, CELL)
  return red ? reddened(made) : made
}

/** Brightness alone, as red: no green or blue light that would cost the eyes their night. */
function reddened(image: ImageData): ImageData {
  const { data } = image
  for (let i = 0; i < data.length; i += 4) {
    const bright = (data[i]! * 0.3 + data[i + 1]! * 0.59 + data[i + 2]! * 0.11) / 255
    data[i] = Math.round(bright * 190)
    data[i + 1] = Math.round(bright * 62)
    data[i + 2] = Math.round(bright * 44)
  }
  return image
}

/** Colour tells affiliation alone: the standard's violet for what is civilian would hide whose it is. */
function standard(sidc: string): InstanceType<typeof ms.Symbol> {
  return new ms.Symbol(sidc, { size: STANDARD_SIZE, outlineWidth: 3, outlineColor: 'rgba(255,255,255,0.85)', civilianColor: false })
}

function question(context: Canvas, middle: number): void {
  context.font = '700 26px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineWidth = 4
  context.strokeStyle = 'rgba(255,255,255,0.9)'
  context.strokeText('?', middle, middle + 1)
  context.fillStyle = '#000000'
  context.fillText('?', middle, middle + 1)
}

type Box = { x: number; y: number; width: number; height: number }

/** Marks around a symbol: a small clock for old, a dashed red box for last known, M for a person's word, a thick ring for a call for help. */
function edge(context: Canvas, marks: readonly MovingMark[], middle: number, box: Box, colours: SymbolColours): void {
  const red = colours.severity[4] ?? colours.stale
  const amber = colours.severity[3] ?? colours.stale
  const ring = (radius: number, width: number, dash: number[], colour: string) => {
    context.beginPath()
    context.arc(middle, middle, radius, 0, Math.PI * 2)
    context.setLineDash(dash)
    context.lineWidth = width
    context.strokeStyle = colour
    context.stroke()
    context.setLineDash([])
  }
  if (marks.includes('l')) {
    context.setLineDash([6, 5])
    context.lineWidth = 3.5
    context.strokeStyle = red
    context.strokeRect(box.x - 3, box.y - 3, box.width + 6, box.height + 6)
    context.setLineDash([])
  }
  if (marks.includes('s')) {
    ring(middle - 4, 7, [], red)
    ring(middle - 4, 2, [], colours.paper)
  }
  if (marks.includes('c')) {
    ring(middle - 2.5, 4, [], colours.paper)
    ring(middle - 2.5, 2.5, [], colours.unverified)
  }
  const right = Math.min(CELL - 11, box.x + box.width + 1)
  const bottom = Math.min(CELL - 11, box.y + box.height)
  if (marks.includes('o')) {
    disc(context, right, Math.max(11, box.y), amber, colours.paper)
    context.beginPath()
    context.moveTo(right, Math.max(11, box.y) - 6)
    context.lineTo(right, Math.max(11, box.y))
    context.lineTo(right + 4.5, Math.max(11, box.y) + 2.5)
    context.lineWidth = 2.4
    context.strokeStyle = colours.paper
    context.stroke()
  }
  if (marks.includes('m')) {
    disc(context, right, bottom, colours.unverified, colours.paper)
    context.fillStyle = colours.paper
    context.font = '700 14px system-ui, sans-serif'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillText('M', right, bottom + 1)
  }
}

function disc(context: Canvas, x: number, y: number, colour: string, paper: string): void {
  context.beginPath()
  context.arc(x, y, 10, 0, Math.PI * 2)
  context.fillStyle = colour
  context.fill()
  context.lineWidth = 2
  context.strokeStyle = paper
  context.stroke()
}

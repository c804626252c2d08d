import { ICONS, PLATES, ROOM } from './icons.ts'
import type { SymbolMark } from './symbol-name.ts'

/** Colours a symbol is drawn with, from the palette of the theme. */
export type SymbolColours = { severity: readonly string[]; paper: string; unverified: string; stale: string }

/** CSS pixels of a symbol at its full size, and the pixels drawn for each. */
export const SYMBOL_SIZE = 32
export const SYMBOL_RATIO = 2
/** Around the plate, for the ring. */
const MARGIN = 5

type Canvas = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

function surface(): Canvas {
  const side = (SYMBOL_SIZE + 2 * MARGIN) * SYMBOL_RATIO
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  // Read back at once: kept in memory and not on the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) {
    throw new Error('no canvas to draw symbols on')
  }
  context.scale(SYMBOL_RATIO, SYMBOL_RATIO)
  context.translate(MARGIN, MARGIN)
  return context
}

function pixels(context: Canvas): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height)
}

/** Our own sign on the plate of its severity. An icon that is not known gets a question mark, never nothing. */
export function drawSign(icon: string | null, severity: number, marks: readonly SymbolMark[], colours: SymbolColours): ImageData {
  const context = surface()
  const colour = tint(severity, marks, colours)
  ring(context, marks, colours, colour)
  const plate = new Path2D(PLATES[severity] ?? PLATES[0])
  context.fillStyle = colours.paper
  context.fill(plate)
  if (severity >= 4 && !marks.includes('u')) {
    context.globalAlpha = 0.16
    context.fillStyle = colour
    context.fill(plate)
    context.globalAlpha = 1
  }
  context.strokeStyle = colour
  context.lineWidth = severity >= 4 ? 2.6 : 1.8
  context.lineJoin = 'round'
  context.setLineDash(marks.includes('e') ? [3, 2.5] : [])
  context.stroke(plate)
  context.setLineDash([])
  const [x, y, side] = ROOM[severity] ?? ROOM[0]!
  const path = icon !== null && icon in ICONS ? ICONS[icon as keyof typeof ICONS] : null
  if (path === null) {
    unknown(context, x + side / 2, y + side / 2, side, colour)
  } else {
    context.save()
    context.translate(x, y)
    context.scale(side / 24, side / 24)
    context.lineWidth = 2.4
    context.lineCap = 'round'
    context.stroke(new Path2D(path))
    context.restore()
  }
  number(context, severity, colour, colours.paper)
  return pixels(context)
}

/** A picture of the military standard with our ring and number around it. */
export function drawFramed(picture: CanvasImageSource & { width: number; height: number }, severity: number, marks: readonly SymbolMark[], colours: SymbolColours): ImageData {
  const context = surface()
  const colour = tint(severity, marks, colours)
  ring(context, marks, colours, colour)
  const scale = Math.min((SYMBOL_SIZE - 4) / picture.width, (SYMBOL_SIZE - 4) / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  context.filter = marks.includes('s') ? 'grayscale(1)' : 'none'
  context.drawImage(picture, (SYMBOL_SIZE - width) / 2, (SYMBOL_SIZE - height) / 2, width, height)
  context.filter = 'none'
  number(context, severity, colour, colours.paper)
  return pixels(context)
}

function tint(severity: number, marks: readonly SymbolMark[], colours: SymbolColours): string {
  return marks.includes('s') ? colours.stale : (colours.severity[severity] ?? colours.stale)
}

/** Unverified: a hatched ring. Drill: a striped edge of long bars. */
function ring(context: Canvas, marks: readonly SymbolMark[], colours: SymbolColours, colour: string): void {
  const middle = SYMBOL_SIZE / 2
  const arc = (radius: number, width: number, dash: readonly number[], stroke: string) => {
    context.beginPath()
    context.arc(middle, middle, radius, 0, Math.PI * 2)
    context.setLineDash([...dash])
    context.lineWidth = width
    context.strokeStyle = stroke
    context.stroke()
    context.setLineDash([])
  }
  if (marks.includes('d')) {
    arc(19, 2.5, [6, 4], colour)
  }
  if (marks.includes('u')) {
    arc(18, 3, [1.4, 3], colours.unverified)
  }
}

function unknown(context: Canvas, x: number, y: number, side: number, colour: string): void {
  context.fillStyle = colour
  context.font = `700 ${Math.round(side)}px system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText('?', x, y + 1)
}

function number(context: Canvas, severity: number, colour: string, paper: string): void {
  if (severity < 1) {
    return
  }
  context.beginPath()
  context.arc(28.5, 5, 7, 0, Math.PI * 2)
  context.fillStyle = colour
  context.fill()
  context.lineWidth = 1
  context.strokeStyle = paper
  context.stroke()
  context.fillStyle = paper
  context.font = '700 11px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(String(severity), 28.5, 5.6)
}

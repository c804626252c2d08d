import { closeSync, openSync, writeSync } from 'node:fs'
import QRCode from 'qrcode'

const WIDTH = 640
const HEIGHT = 480
const PER_SECOND = 10
/** How long each code is held before the camera. */
const HELD_FRAMES = 12

/**
 * Write what a camera sees that is held over a screen showing these codes, one after the other, as raw video (Y4M, 4:2:0) for a
 * browser's pretended camera: the screen lies aslant on a table, lit from one side, with the grain of a cheap sensor.
 */
export function writeVideo(file: string, codes: readonly string[]): void {
  const to = openSync(file, 'w')
  try {
    writeSync(to, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${PER_SECOND}:1 Ip A1:1 C420jpeg\n`)
    const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
    for (const [i, text] of codes.entries()) {
      for (let held = 0; held < HELD_FRAMES; held += 1) {
        writeSync(to, 'FRAME\n')
        writeSync(to, seen(text, i * HELD_FRAMES + held))
        writeSync(to, colour)
      }
    }
  } finally {
    closeSync(to)
  }
}

/** Brightness of every point of one picture. */
function seen(text: string, frame: number): Buffer {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 8
  const scale = (HEIGHT * 0.86) / side
  const angle = 0.06
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const picture = Buffer.alloc(WIDTH * HEIGHT)
  let noise = frame * 7919 + 1
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [dx, dy] = [x - WIDTH / 2, y - HEIGHT / 2]
      const [u, v] = [(dx * cos + dy * sin) / scale + side / 2, (dy * cos - dx * sin) / scale + side / 2]
      const onScreen = u >= 0 && v >= 0 && u < side && v < side
      const [column, row] = [Math.floor(u) - 4, Math.floor(v) - 4]
      const dark = column >= 0 && row >= 0 && column < modules.size && row < modules.size && modules.get(row, column)
      noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff
      picture[y * WIDTH + x] = Math.max(0, Math.min(255, (onScreen ? (dark ? 48 : 205) : 110) + Math.round((x / WIDTH) * 40) - 20 + ((noise >>> 16) % 17) - 8))
    }
  }
  return picture
}

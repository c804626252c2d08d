import { readQr } from '../../../../formats/qr/picture.ts'

type Detector = { detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]> }
type DetectorMaker = { new (options: { formats: string[] }): Detector; getSupportedFormats?(): Promise<string[]> }

/** Larger pictures are made smaller: a code that fills a fourth of the picture stays readable. */
const MOST_PX = 1600
const FRAME_PX = 800
const EVERY_MS = 180

let detector: Promise<Detector | null> | null = null

/** The browser's own reader where it has one; most phones do, most desks do not. */
function ownReader(): Promise<Detector | null> {
  detector ??= (async () => {
    const Maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector
    try {
      return Maker && (await Maker.getSupportedFormats?.())?.includes('qr_code') ? new Maker({ formats: ['qr_code'] }) : null
    } catch {
      return null
    }
  })()
  return detector
}

/** Texts of the QR codes in a picture of a file; empty when none can be read. */
export async function readPicture(file: Blob): Promise<string[]> {
  const bitmap = await createImageBitmap(file)
  try {
    const own = await (await ownReader())?.detect(bitmap).catch(() => [])
    return own && own.length > 0 ? own.map(({ rawValue }) => rawValue) : [drawn(bitmap, bitmap.width, bitmap.height, MOST_PX)].flatMap((text) => (text === null ? [] : [text]))
  } finally {
    bitmap.close()
  }
}

/**
 * Read codes from the camera into `take` until stopped. Resolves when the picture runs.
 * @throws DOMException when there is no camera or it may not be used
 */
export async function watchCamera(video: HTMLVideoElement, take: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
  video.srcObject = stream
  await video.play()
  const own = await ownReader()
  let stopped = false
  const look = async (): Promise<void> => {
    if (stopped) {
      return
    }
    const texts = own ? (await own.detect(video).catch(() => [])).map(({ rawValue }) => rawValue) : [drawn(video, video.videoWidth, video.videoHeight, FRAME_PX)]
    texts.forEach((text) => { if (text !== null) { take(text) } })
    setTimeout(() => void look(), EVERY_MS)
  }
  void look()
  return () => {
    stopped = true
    stream.getTracks().forEach((track) => track.stop())
  }
}

function drawn(source: CanvasImageSource, width: number, height: number, most: number): string | null {
  const scale = Math.min(1, most / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || width === 0) {
    return null
  }
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return readQr(context.getImageData(0, 0, canvas.width, canvas.height))
}

import { useRef } from 'react'

/** A handle that resizes the column beside it: by pointer, or by arrow keys when focused. */
export function Splitter({ side, width, min, max, dir, label, onResize }: { side: 'start' | 'end'; width: number; min: number; max: number; dir: 'ltr' | 'rtl'; label: string; onResize(width: number): void }) {
  const from = useRef<{ x: number; width: number } | null>(null)
  const sign = (side === 'start' ? 1 : -1) * (dir === 'rtl' ? -1 : 1)
  const clamp = (value: number) => Math.round(Math.min(max, Math.max(min, value)))
  return (
    <div
      className={`splitter ${side}`} role="separator" aria-orientation="vertical" aria-label={label} aria-valuenow={width} aria-valuemin={min} aria-valuemax={max} tabIndex={0}
      onPointerDown={(e) => { from.current = { x: e.clientX, width }; e.currentTarget.setPointerCapture(e.pointerId) }}
      onPointerMove={(e) => { if (from.current) { onResize(clamp(from.current.width + sign * (e.clientX - from.current.x))) } }}
      onPointerUp={() => { from.current = null }}
      onKeyDown={(e) => {
        const step = e.key === 'ArrowRight' ? 16 : e.key === 'ArrowLeft' ? -16 : 0
        if (step !== 0) {
          e.preventDefault()
          onResize(clamp(width + sign * step))
        }
      }}
    />
  )
}

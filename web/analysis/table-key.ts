import { useEffect } from 'react'
import { isTyping } from '../shell/commands.ts'

/** `t` shows the figures of the chart one is in as a table; with none chosen, of the chart that is most in view. */
export function useTableKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 't' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role="dialog"],[role="menu"]')) {
        return
      }
      const own = event.target instanceof Element ? event.target.closest('.figure') : null
      const figure = own ?? nearest()
      figure?.querySelector<HTMLButtonElement>('.figuretools button')?.click()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function nearest(): Element | undefined {
  const middle = window.innerHeight / 2
  return [...document.querySelectorAll('.figure')]
    .map((figure) => { const { top, bottom } = figure.getBoundingClientRect(); return { figure, far: Math.max(0, top - middle, middle - bottom) } })
    .sort((a, b) => a.far - b.far)[0]?.figure
}

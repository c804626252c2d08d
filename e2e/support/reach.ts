import type { Page } from 'playwright-core'

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]'

/** Controls whose focus by keyboard cannot be seen: neither they nor the box around them change outline, shadow, border or ground. */
export async function hiddenFocus(page: Page): Promise<string[]> {
  // A key first: only then is focus that of a keyboard.
  await page.keyboard.press('Tab')
  return page.evaluate((focusable) => {
    const face = (element: Element | null): string => {
      if (!element) {
        return ''
      }
      const after = getComputedStyle(element, '::after')
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, stroke, strokeWidth, r } = getComputedStyle(element)
      return [outlineStyle === 'none' ? '' : `${outlineWidth} ${outlineColor}`, boxShadow, borderColor, backgroundColor, after.backgroundColor, stroke, strokeWidth, r].join(' | ')
    }
    const held = document.activeElement
    const out: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(focusable)) {
      const { width, height } = element.getBoundingClientRect()
      if (width === 0 || height === 0 || element.matches(':disabled, [tabindex="-1"]') || !element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) {
        continue
      }
      const faces = (): string => [element, element.parentElement, element.closest('label, .quickbox, .searchbox'), element.querySelector('[data-current], [aria-selected=true]'), ...element.children].map(face).join(' ¦ ')
      if (document.activeElement === element) {
        element.blur()
      }
      const before = faces()
      element.focus({ preventScroll: true })
      if (document.activeElement !== element || faces() === before) {
        out.push(element.outerHTML.slice(0, 140))
      }
      element.blur()
    }
    if (held instanceof HTMLElement) {
      held.focus()
    }
    return out
  }, FOCUSABLE)
}

/** What makes the page wider than the screen, tables and pictures aside: they may be scrolled on their own. */
export async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth
    const scrolls = (element: Element | null): boolean => element !== null && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && !element.matches('main, body, html') || scrolls(element.parentElement))
    const shown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clipPath === 'none'
    return [...document.querySelectorAll('main *, header *, nav *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > room + 1 || left < -1) && shown(element) && !element.closest('.mapcanvas, .skip, .sr, svg *') && !scrolls(element)
    }).filter((element, _, all) => !all.includes(element.parentElement as Element)).map((element) => `${element.outerHTML.slice(0, 120)} to ${Math.round(element.getBoundingClientRect().right)}`)
  })
}

/** Spacing of text a reader may ask for (WCAG 1.4.12), on top of the page’s own style. Returns how to take it off. */
export async function spacedText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }')
    document.adoptedStyleSheets.push(sheet)
  })
}

/** Buttons and links whose words are cut off without a sign that they are. */
export async function cutWords(page: Page): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll<HTMLElement>('button, a.btn, h1, h2, h3, label')].filter((e) => {
    const { width, height } = e.getBoundingClientRect()
    const style = getComputedStyle(e)
    return width > 1 && height > 1 && !e.matches('.sr') && style.overflow !== 'visible' && style.textOverflow !== 'ellipsis' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  }).map((e) => e.outerHTML.slice(0, 120)))
}

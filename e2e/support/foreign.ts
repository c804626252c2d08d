import type { Page } from 'playwright-core'

/** Small words of English that neither French, Spanish nor Arabic texts have; two of them make a sentence nobody said in their language. */
const ENGLISH = ['the', 'of', 'is', 'not', 'with', 'for', 'from', 'has', 'are', 'by', 'this', 'that', 'was', 'will', 'be', 'to', 'at', 'your', 'you', 'all', 'until', 'which', 'when', 'who', 'and', 'it', 'its', 'must', 'more', 'than', 'there', 'their', 'they', 'only']

/**
 * What a page shows in English, or by an id of the machine, to somebody who reads another language. What people wrote – it says
 * so itself by `dir="auto"`, `<bdi>` or `lang` – names, codes and choices among records are left alone.
 */
export async function foreign(page: Page): Promise<string[]> {
  return page.evaluate((words) => {
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? '').replace(/[\u2066-\u2069]/g, '').trim()
      if (text.length < 3 || node.parentElement?.closest('[dir=auto], bdi, [lang=en], code, pre, textarea, option, .mono, .sr, script, style')) {
        continue
      }
      const english = new Set((text.toLowerCase().match(/[a-zà-ÿ']+/g) ?? []).filter((word) => words.includes(word)))
      const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/.test(text) || (document.documentElement.lang === 'ar' && /^[a-z]+(?:[-_.][a-z]+)+$/.test(text)) || (text !== 'mmHg' && /^[a-z]+[A-Z][a-zA-Z]+$/.test(text))
      if (id || english.size > 1) {
        found.add(text.slice(0, 120))
      }
    }
    return [...found]
  }, ENGLISH)
}

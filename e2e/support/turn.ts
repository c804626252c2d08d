import type { Page } from 'playwright-core'
import { settled } from './every-screen.ts'

/** Goes to another page as the product's own links do, without loading the product anew. */
export async function turnTo(page: Page, to: string): Promise<void> {
  await page.evaluate((address) => {
    document.querySelector('main > *')?.setAttribute('data-left', '')
    window.history.pushState(null, '', address)
    window.dispatchEvent(new PopStateEvent('popstate'))
  }, to)
  await page.locator('main > [data-left]').waitFor({ state: 'detached' })
  await settled(page)
}

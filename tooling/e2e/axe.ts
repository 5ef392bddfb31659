import axe from 'axe-core'
import { expect } from 'vitest'
import type { BrowserContext, Page } from 'playwright-core'

/** What axe finds against WCAG 2.1 AA on a page. */
export const axeFindings = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`)

/** The messenger's policy forbids inline scripts, and axe is one: call it before the page is loaded. */
export const allowAxe = async (context: BrowserContext, page: Page): Promise<void> => {
  await (await context.newCDPSession(page)).send('Page.setBypassCSP', { enabled: true })
}

/** Lets what the new colours and sizes set in motion come to its end: until a frame is drawn, a computed colour is still the one before. */
const settled = async (page: Page): Promise<void> => {
  await page.waitForTimeout(200)
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    await frame()
    const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => {})))
    await frame()
  })()`)
}

/** Expects no violation on the screen that stands open, in both themes and on both widths. */
export const expectAccessible = async (page: Page, screen: string, widths: readonly number[] = [1280, 360]): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      await page.addScriptTag({ content: axe.source })
      // Where a slow machine draws the new theme late, what axe finds passes.
      await expect.poll(() => axeFindings(page), { message: `${screen}, ${colorScheme}, ${width} px`, timeout: 5000 }).toEqual([])
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, type Page, chromium } from 'playwright-core'
import { chromiumLaunch } from '../processes/chromium.ts'

const screenshots = fileURLToPath(new URL('../../apps/demo/screenshots/', import.meta.url))

/** A browser profile of its own, on disk: what a reload and a second tab share. */
export interface Profile {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors that the pages wrote to their consoles or threw. */
  readonly errors: readonly string[]
  close(): Promise<void>
}

/** Starts Debian's Chromium with a profile in `folder`. */
export const openProfile = async (folder: string, name: string, viewport = { width: 1280, height: 800 }): Promise<Profile> => {
  const context = await chromium.launchPersistentContext(join(folder, name), {
    ...chromiumLaunch(),
    viewport,
    locale: 'en-GB',
  })
  const errors: string[] = []
  const listen = (page: Page): void => {
    page.on('pageerror', (error) => errors.push(`${name}: ${error.message}`))
    page.on('console', (message) => {
      // A refused fetch is how a page learns that the server is away; the run kills the server on purpose.
      if (message.type() === 'error' && !/net::ERR_|WebSocket connection|Failed to load resource/.test(message.text())) errors.push(`${name}: ${message.text()}`)
    })
  }
  context.on('page', listen)
  context.pages().forEach(listen)
  const page = context.pages()[0] ?? (await context.newPage())
  return { context, page, errors, close: () => context.close() }
}

/** Keeps a picture of a page for people to look at; named by what it shows. */
export const picture = async (page: Page, name: string): Promise<void> => {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

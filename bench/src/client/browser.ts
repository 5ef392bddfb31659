import { type BrowserContext, chromium } from 'playwright-core'
import { chromiumLaunch } from '../../../tooling/processes/chromium.ts'

/** A browser with a profile of its own in `folder`. */
export const openBrowser = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...chromiumLaunch(), viewport: { width: 1280, height: 800 }, locale: 'en-GB' })

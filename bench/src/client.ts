// WL-J: what the client, the hooks and the demo cost in a real browser (Debian's chromium). Writes client.json.
// node --conditions=source bench/src/client.ts [--quick] [--held 10000] [--rate 100] [--repeats 5] [--out bench/results]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openBrowser } from './client/browser.ts'
import { buildPages } from './client/built-pages.ts'
import type { ClientLoads } from './client/client-loads.ts'
import { type EventLoad, measureEvents } from './client/events.ts'
import { type FirstMessage, measureFirstMessage } from './client/first-message.ts'
import { measureScroll, type ScrollLoad } from './client/scroll.ts'
import { serve, type Served } from './client/served.ts'
import { clientTables } from './report/client-table.ts'
import { beginRun, writeResult } from './results.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    held: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '100' },
    repeats: { type: 'string' },
    out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) },
  },
})
const repeats = Number(values.repeats ?? (values.quick ? 1 : 5))
const seconds = values.quick ? 3 : 10

const folder = await mkdtemp(join(tmpdir(), 'palaver-browser-'))
let profiles = 0

/** Each measurement has a server, a profile and a page of its own. */
async function inBrowser<T>(staticDir: string, measure: (page: Page, served: Served) => Promise<T>): Promise<T> {
  const served = await serve(staticDir)
  try {
    const context = await openBrowser(join(folder, `profile-${profiles++}`))
    try {
      return await measure(context.pages()[0] ?? (await context.newPage()), served)
    } finally {
      await context.close()
    }
  } finally {
    await served.close()
  }
}

const pages = await buildPages()
try {
  const [events, scrolls, firstMessages]: [EventLoad[], ScrollLoad[], FirstMessage[]] = [[], [], []]
  for (let repeat = 0; repeat < repeats; repeat++) {
    events.push(await inBrowser(pages.page, (page, served) => measureEvents(page, served, { held: Number(values.held), perSecond: Number(values.rate), seconds })))
    scrolls.push(await inBrowser(pages.fixture, (page, { url }) => measureScroll(page, url, seconds)))
    firstMessages.push(await inBrowser(pages.demo, measureFirstMessage))
  }
  const loads: ClientLoads = { ...beginRun(values.quick ? 'quick' : 'full'), events, scrolls, firstMessages }
  await writeResult(values.out, 'client.json', `${JSON.stringify(loads, undefined, 2)}\n`)
  console.log(clientTables(loads))
} finally {
  await pages.remove()
  await rm(folder, { recursive: true, force: true })
}
process.exit()

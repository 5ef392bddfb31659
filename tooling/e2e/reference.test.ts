import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createServerProcess, freePort } from '../processes/server-process.ts'
import { openProfile, picture } from './browser.ts'

test('the API reference works in Chromium under its own policy, by keyboard, in both schemes and on narrow screens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-reference-'))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data') }, 'built')
  await server.start()
  const { page, context, errors, close } = await openProfile(folder, 'reader')
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  try {
    await page.goto(`${server.url}/docs`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the reference')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator('main :focus').count()).toBe(1)
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'message.send', exact: true }).click()
    expect(page.url()).toMatch(/#command-message\.send$/)
    const grounds: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      grounds.push(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor))
      await picture(page, `reference-${colorScheme}`)
    }
    expect(new Set(grounds).size).toBe(2)
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    expect(errors).toEqual([])
    expect(elsewhere).toEqual([])
    expect(context.pages()).toHaveLength(1)
  } finally {
    await close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)

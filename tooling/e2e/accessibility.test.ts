import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { openProfile } from './browser.ts'
import { eventually } from './expect.ts'
import { createMessenger } from './messenger.ts'

const run = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`

/** Expects no violation on the screen that stands open, in both themes and on both widths. */
const check = async (page: Page, screen: string): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      await page.waitForTimeout(200)
      await page.addScriptTag({ content: axe.source })
      expect(await page.evaluate<readonly string[]>(run), `${screen}, ${colorScheme}, ${width} px`).toEqual([])
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('every screen meets WCAG 2.1 AA as far as axe can tell, in both themes, wide and narrow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-axe-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  const { context, page, close } = await openProfile(folder, 'ada')
  try {
    await server.start()
    // The messenger's policy forbids inline scripts, and axe is one.
    await (await context.newCDPSession(page)).send('Page.setBypassCSP', { enabled: true })
    const readCode = async (email: string): Promise<string> => {
      const find = (): string | undefined => /\b(\d{6})\b/.exec(server.output().split(`Mail to ${email}`).at(1) ?? '')?.[1]
      await eventually(`a code for ${email}`, async () => find(), (code) => code !== undefined)
      return find() ?? ''
    }
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Create account' }).waitFor()
    await check(page, 'sign-in')
    await page.getByRole('button', { name: 'Create account' }).click()
    await check(page, 'register')
    await page.goto('about:blank')
    const messenger = createMessenger(page, server.url)
    await messenger.register({ name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password: 'correct horse battery' }, readCode)
    await messenger.createGroup('Analytical engine', [])
    await messenger.write('Good morning')
    await check(page, 'conversation')
    await messenger.closeConversation()
    await check(page, 'conversation list')
    for (const [button, screen] of [['New group', 'new group'], ['Search or jump to', 'jump'], ['Profile and settings', 'settings: Profile']] as const) {
      await page.getByRole('button', { name: button }).first().click()
      await page.getByRole('dialog').waitFor()
      await check(page, screen)
      for (const tab of screen.startsWith('settings') ? ['Appearance', 'Devices'] : []) {
        await page.getByRole('tab', { name: tab }).click()
        await check(page, `settings: ${tab}`)
      }
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    // The check itself is checked: a picture without a text alternative must be noticed.
    await page.evaluate(`document.body.append(document.createElement('img'))`)
    expect(await page.evaluate<readonly string[]>(run)).toEqual(['image-alt: img'])
  } finally {
    await close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)

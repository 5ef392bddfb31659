import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { allowAxe, axeFindings, expectAccessible } from './axe.ts'
import { openProfile } from './browser.ts'
import { mailedCodes } from './mailed-code.ts'
import { createMessenger } from './messenger.ts'

test('every screen meets WCAG 2.1 AA as far as axe can tell, in both themes, wide and narrow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-axe-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  const { context, page, close } = await openProfile(folder, 'ada')
  try {
    await server.start()
    await allowAxe(context, page)
    await page.goto(server.url)
    await page.getByRole('button', { name: 'Create account' }).waitFor()
    await expectAccessible(page, 'sign-in')
    await page.getByRole('button', { name: 'Create account' }).click()
    await expectAccessible(page, 'register')
    await page.goto('about:blank')
    const messenger = createMessenger(page, server.url)
    await messenger.register({ name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password: 'correct horse battery' }, mailedCodes(server))
    await messenger.createGroup('Analytical engine', [])
    await messenger.write('Good morning')
    await expectAccessible(page, 'conversation')
    await messenger.closeConversation()
    await expectAccessible(page, 'conversation list')
    for (const [button, screen] of [['New group', 'new group'], ['Search or jump to', 'jump'], ['Profile and settings', 'settings: Profile']] as const) {
      await page.getByRole('button', { name: button }).first().click()
      await page.getByRole('dialog').waitFor()
      await expectAccessible(page, screen)
      for (const tab of screen.startsWith('settings') ? ['Appearance', 'Devices', 'Password'] : []) {
        await page.getByRole('tab', { name: tab }).click()
        await expectAccessible(page, `settings: ${tab}`)
      }
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    // The check itself is checked: a picture without a text alternative must be noticed.
    await page.evaluate(`document.body.append(document.createElement('img'))`)
    expect(await axeFindings(page)).toEqual(['image-alt: img'])
  } finally {
    await close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)

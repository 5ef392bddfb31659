import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, test } from 'vitest'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { allowAxe, expectAccessible } from './axe.ts'
import { type Profile, openProfile, picture } from './browser.ts'
import { expect } from './expect.ts'
import { mailedCodes } from './mailed-code.ts'
import { type Messenger, createMessenger } from './messenger.ts'

const password = 'correct horse battery'
const people = {
  ada: { name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password },
  ben: { name: 'Ben Yusuf', handle: 'ben', email: 'ben@example.com', password },
}

let folder: string
let server: ServerProcess
const profiles: Profile[] = []
let ada: Messenger
let ben: Messenger

const open = async (name: string): Promise<Messenger> => {
  const profile = await openProfile(folder, name, { width: 1280, height: 800 })
  profiles.push(profile)
  await allowAxe(profile.context, profile.page)
  return createMessenger(profile.page, server.url)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-e2e-keeping-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  await server.start()
  ada = await open('ada')
  ben = await open('ben')
  await ada.register(people.ada, mailedCodes(server))
  await ben.register(people.ben, mailedCodes(server))
  await ada.createGroup('Analytical engine', [people.ben.name])
  await ada.write('The engine weaves patterns')
  await ben.openConversation('Analytical engine')
}, 120_000)

afterAll(async () => {
  for (const profile of profiles) await profile.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const openMenu = async (one: Messenger, text: string): Promise<void> => {
  await one.message(text).locator('.bubble').hover()
  await one.message(text).getByRole('button', { name: 'More actions' }).click()
}

test('somebody reacts by the keyboard, another one by a click, and everybody sees how many', async () => {
  const { page } = ada
  await expect(ada.status('The engine weaves patterns')).toBeNamed(/Sent|Delivered|Read/)
  await page.getByRole('textbox', { name: 'Message', exact: true }).press('ArrowUp')
  await page.keyboard.press('+')
  await page.getByRole('dialog', { name: 'React' }).waitFor()
  await expectAccessible(page, 'choosing an emoji', [1280])
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await ben.message('The engine weaves patterns').getByRole('button', { name: '❤️ 1' }).click()
  for (const one of [ada, ben]) await expect(one.message('The engine weaves patterns').getByRole('button', { name: '❤️ 2', pressed: true })).toBeVisible()
  await ada.message('The engine weaves patterns').getByRole('button', { name: '❤️ 2' }).hover()
  await expect(page.getByRole('tooltip')).toHaveText(/You and Ben Yusuf/)
  await picture(page, 'reactions')
  await expectAccessible(page, 'reactions')
  await ben.message('The engine weaves patterns').getByRole('button', { name: '❤️ 2' }).click()
  await expect(ada.message('The engine weaves patterns').getByRole('button', { name: '❤️ 1', pressed: true })).toBeVisible()
})

test('what staff pins stands under the header for everybody, and a member may not', async () => {
  await openMenu(ben, 'The engine weaves patterns')
  await expect(ben.page.getByRole('menuitem', { name: 'Save for later' })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: 'Pin for everyone' })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')
  await openMenu(ada, 'The engine weaves patterns')
  await ada.page.getByRole('menuitem', { name: 'Pin for everyone' }).click()
  for (const one of [ada, ben]) await expect(one.page.getByRole('region', { name: 'Pinned messages' })).toHaveText(/The engine weaves patterns/)
  await picture(ada.page, 'pinned')
  await expectAccessible(ada.page, 'a pinned message')
  await openMenu(ada, 'The engine weaves patterns')
  await ada.page.getByRole('menuitem', { name: 'Unpin' }).click()
  await expect(ben.page.getByRole('region', { name: 'Pinned messages' })).toBeGone()
})

test('a message is saved, comes back at a time, and the way back to it is short', async () => {
  const { page } = ben
  await openMenu(ben, 'The engine weaves patterns')
  await page.getByRole('menuitem', { name: 'Save for later' }).click()
  await openMenu(ben, 'The engine weaves patterns')
  await page.getByRole('menuitem', { name: 'Remind me…' }).click()
  await expectAccessible(page, 'choosing a reminder')
  await page.getByRole('dialog', { name: 'Remind me' }).getByRole('button', { name: /Tomorrow morning/ }).click()
  await ben.closeConversation()
  await page.getByRole('button', { name: 'Saved' }).click()
  const saved = page.getByRole('navigation', { name: 'Saved' })
  await expect(saved.getByText(/tomorrow at 09:00 · Analytical engine/)).toBeVisible()
  await picture(page, 'saved')
  await expectAccessible(page, 'saved messages')
  await saved.getByRole('button', { name: 'Done with this reminder' }).click()
  await expect(saved.getByText(/tomorrow at/)).toBeGone()
  await saved.getByRole('button', { name: /The engine weaves patterns/ }).click()
  await expect(ben.message('The engine weaves patterns')).toBeVisible()
  await saved.getByRole('button', { name: 'Remove from saved' }).click()
  await expect(saved.getByText('Nothing is saved')).toBeVisible()
  await saved.getByRole('button', { name: 'Back' }).click()
})

test('a message is found by its words, marked, and leads to its place', async () => {
  const { page } = ada
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('pattern')
  await page.getByRole('button', { name: 'Search messages for “pattern”' }).click()
  const search = page.getByRole('dialog', { name: 'Search messages' })
  await expect(search.getByRole('list', { name: 'Messages found' }).locator('mark')).toHaveText(/pattern/)
  await search.getByRole('button', { name: 'Filters' }).click()
  await picture(page, 'search')
  await expectAccessible(page, 'search')
  await search.getByLabel('With').selectOption('link')
  await expect(search.getByText('Nothing found for “pattern”.')).toBeVisible()
  await search.getByLabel('With').selectOption('')
  await search.getByRole('button', { name: /The engine weaves patterns/ }).click()
  await expect(page.locator('.msg:focus')).toHaveText(/The engine weaves patterns/)
})

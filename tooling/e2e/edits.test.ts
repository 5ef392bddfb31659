import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect as assert, beforeAll, test } from 'vitest'
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
  folder = await mkdtemp(join(tmpdir(), 'palaver-e2e-edits-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  await server.start()
  ada = await open('ada')
  ben = await open('ben')
  await ada.register(people.ada, mailedCodes(server))
  await ben.register(people.ben, mailedCodes(server))
  await ada.createGroup('Analytical engine', [people.ben.name])
  await ada.write('The enginer weaves patterns')
  await ben.openConversation('Analytical engine')
}, 120_000)

afterAll(async () => {
  for (const profile of profiles) await profile.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('somebody edits a message by the menu: everybody sees the new text, and what stood there before', async () => {
  const { page } = ada
  await ada.message('The enginer weaves patterns').hover()
  await ada.message('The enginer weaves patterns').getByRole('button', { name: 'More actions' }).click()
  await picture(page, 'edit-menu')
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = page.getByRole('textbox', { name: 'Edit the message' })
  assert(await editor.inputValue()).toBe('The enginer weaves patterns')
  await picture(page, 'edit-composer')
  await expectAccessible(page, 'editing a message')
  await editor.fill('The engine weaves patterns')
  await editor.press('Enter')
  for (const one of [ada, ben]) {
    await expect(one.message('The engine weaves patterns').getByRole('button', { name: 'edited' })).toBeVisible()
    await expect(one.message('The enginer weaves patterns')).toHaveCount(0)
  }
  await ben.message('The engine weaves patterns').getByRole('button', { name: 'edited' }).click()
  const history = ben.page.getByRole('dialog', { name: 'What it said before' })
  await expect(history.getByText('The enginer weaves patterns')).toBeVisible()
  await picture(ben.page, 'edit-history')
  await expectAccessible(ben.page, 'what a message said before')
  await ben.page.keyboard.press('Escape')
})

test('by the keyboard, and away from the network, an edit shows at once and arrives later', async () => {
  const { page } = ada
  await page.context().setOffline(true)
  await page.getByRole('textbox', { name: 'Message', exact: true }).press('ArrowUp')
  await page.keyboard.press('e')
  const editor = page.getByRole('textbox', { name: 'Edit the message' })
  await editor.fill('The engine weaves algebraic patterns')
  await editor.press('Enter')
  await expect(ada.message('The engine weaves algebraic patterns')).toBeVisible()
  await page.context().setOffline(false)
  await expect(ben.message('The engine weaves algebraic patterns')).toBeVisible()
})

test('nobody is offered to edit what others said', async () => {
  await ben.message('The engine weaves algebraic patterns').hover()
  await expect(ben.page.getByRole('menuitem', { name: 'Edit' })).toHaveCount(0)
  await ben.message('The engine weaves algebraic patterns').focus()
  await ben.page.keyboard.press('e')
  await expect(ben.page.getByRole('textbox', { name: 'Edit the message' })).toHaveCount(0)
})

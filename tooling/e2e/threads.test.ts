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
  const profile = await openProfile(folder, name, { width: 1440, height: 900 })
  profiles.push(profile)
  await allowAxe(profile.context, profile.page)
  return createMessenger(profile.page, server.url)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-e2e-threads-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  await server.start()
  ada = await open('ada')
  ben = await open('ben')
  await ada.register(people.ada, mailedCodes(server))
  await ben.register(people.ben, mailedCodes(server))
  await ada.createGroup('Analytical engine', [people.ben.name])
  await ada.write('Who brings the cards?')
  await ben.openConversation('Analytical engine')
}, 120_000)

afterAll(async () => {
  for (const profile of profiles) await profile.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('somebody replies in a thread: it stands there, and only its line in the conversation', async () => {
  const { page } = ben
  await ben.message('Who brings the cards?').getByText('Who brings the cards?').hover()
  await ben.message('Who brings the cards?').getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Reply in thread' }).click()
  const pane = page.getByRole('complementary', { name: 'Thread' })
  const composer = pane.getByRole('textbox', { name: 'Reply in the thread' })
  await composer.fill('I do')
  await composer.press('Enter')
  await expect(pane.getByText('I do', { exact: true })).toBeVisible()
  await expect(page.getByRole('main').getByText('I do', { exact: true })).toHaveCount(0)
  await composer.fill('All of them')
  await pane.getByRole('checkbox', { name: 'Also to the conversation' }).check()
  await composer.press('Enter')
  await expect(ada.page.getByRole('main').getByText('All of them', { exact: true })).toBeVisible()
  await picture(page, 'thread')
  await expectAccessible(page, 'a thread beside the conversation')
})

test('whoever began it finds it among their threads, unread until it was looked at', async () => {
  const { page } = ada
  const link = page.getByRole('navigation').getByRole('link', { name: 'Threads' })
  await expect(link.getByText('1 thread unread')).toHaveCount(1)
  await link.click()
  await picture(page, 'threads')
  await expectAccessible(page, 'my threads')
  await page.getByRole('main').getByRole('link').filter({ hasText: 'Who brings the cards?' }).click()
  await expect(page.getByRole('complementary', { name: 'Thread' }).getByText('I do', { exact: true })).toBeVisible()
  await expect(link.getByText('1 thread unread')).toHaveCount(0)
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'thread-dark')
  await page.setViewportSize({ width: 360, height: 740 })
  await picture(page, 'thread-360')
  await expectAccessible(page, 'a thread on a small screen')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main').getByRole('link', { name: '2 replies' })).toBeVisible()
})

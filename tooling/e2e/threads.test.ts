import { afterAll, beforeAll, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { expect } from './expect.ts'
import { type Meeting, openMeeting } from './meeting.ts'
import type { Messenger } from './messenger.ts'

let meeting: Meeting
let ada: Messenger
let ben: Messenger

beforeAll(async () => {
  meeting = await openMeeting({ name: 'threads', said: 'Who brings the cards?', viewport: { width: 1440, height: 900 } })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

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

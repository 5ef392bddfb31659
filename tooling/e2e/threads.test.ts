import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { eventually, expect } from './expect.ts'
import { type Meeting, openMeeting, people } from './meeting.ts'
import type { Messenger } from './messenger.ts'
import { restCall } from './rest-call.ts'

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

test('a reply calls somebody, and what is begun in a thread waits there', async () => {
  const { page } = ben
  const pane = page.getByRole('complementary', { name: 'Thread' })
  const composer = pane.getByRole('textbox', { name: 'Reply in the thread' })
  await composer.pressSequentially('@Ad')
  await expect(pane.getByRole('option', { name: /Ada Lovelace/ })).toBeVisible()
  await picture(page, 'thread-mention')
  await expectAccessible(page, 'a mention in a thread')
  await composer.press('Enter')
  await composer.pressSequentially('and you?')
  await composer.press('Enter')
  await expect(ben.message('@Ada Lovelace and you?').locator('.mention')).toHaveText(/@Ada Lovelace/)
  await composer.fill('Perhaps the')
  await composer.press('Escape')
  await expect(pane).toBeGone()
  const main = page.getByRole('textbox', { name: 'Message', exact: true })
  await eventually('the composer of the conversation to be empty', () => main.inputValue(), (text) => text === '')
  await page.getByRole('main').getByRole('link', { name: '3 replies' }).click()
  await eventually('the draft to be there', () => composer.inputValue(), (text) => text === 'Perhaps the')
  await page.reload()
  await eventually('the draft to be there after a reload', () => composer.inputValue(), (text) => text === 'Perhaps the')
  await composer.fill('')
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
  await expect(page.getByRole('main').getByRole('link', { name: '3 replies' })).toBeVisible()
})

test('a text grows in the thread, which stays at its end', async () => {
  const { page } = ben
  const [, conversationId, threadId] = /#\/c\/([0-9a-f-]+)\/t\/([0-9a-f-]+)/.exec(page.url()) ?? []
  const call = restCall(meeting.server.url)
  const { accessToken } = await call('POST', 'sessions', { email: people.ben.email, password: people.ben.password })
  const { id = '' } = await call('POST', `conversations/${conversationId}/streams`, { clientId: randomUUID(), threadId }, accessToken)
  const path = `conversations/${conversationId}/messages/${id}/stream`
  const line = 'The mill turns. '.repeat(4)
  for (let piece = 0; piece < 40; piece++) await call('PATCH', path, { offset: piece * line.length, text: line }, accessToken)
  const growing = page.getByRole('complementary', { name: 'Thread' }).getByRole('article').filter({ hasText: 'The mill turns.' })
  await expect(growing).toHaveText(/(The mill turns\. ?){160}/)
  await expect(growing.getByText('Still being written.')).toHaveCount(1)
  await eventually('the thread to stand at its end', () => page.locator('.thread-body').evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight), (left) => left < 4)
  await picture(page, 'thread-growing')
  await call('POST', `${path}/finish`, { length: 40 * line.length }, accessToken)
  await expect(growing.getByText('Still being written.')).toHaveCount(0)
})

test('who deletes for themselves what a thread is about sees a line in its place, and undoes it', async () => {
  const { page } = ben
  const pane = page.getByRole('complementary', { name: 'Thread' })
  const root = pane.getByRole('article').filter({ hasText: 'Who brings the cards?' })
  await root.hover()
  await root.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete for me' }).click()
  await expect(pane.getByText('You deleted this message for yourself')).toBeVisible()
  await expect(root).toBeGone()
  await picture(page, 'thread-hidden')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(root).toBeVisible()
})

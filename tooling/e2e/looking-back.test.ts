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
  meeting = await openMeeting({ name: 'looking-back', said: 'The engine weaves patterns' })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

/** A message by its own words, not by those that it quotes. */
const said = (one: Messenger, text: string) => one.page.getByRole('article').filter({ has: one.page.locator('.msg-text').getByText(text, { exact: true }) })

const choose = async (one: Messenger, text: string, item: string): Promise<void> => {
  await said(one, text).locator('.bubble').hover()
  await said(one, text).getByRole('button', { name: 'More actions' }).click()
  await one.page.getByRole('menuitem', { name: item }).click()
}

test('a mention, an answer and a reaction stand in the activity, the newest first, unread until one looked, and lead to their messages', async () => {
  const { page } = ada
  await said(ben, 'The engine weaves patterns').locator('.bubble').hover()
  await said(ben, 'The engine weaves patterns').getByRole('button', { name: 'React', exact: true }).click()
  await ben.page.getByRole('dialog', { name: 'React' }).getByRole('button', { name: '❤️' }).first().click()
  await said(ben, 'The engine weaves patterns').focus()
  await ben.page.keyboard.press('r')
  await ben.write('Of cotton')
  await ben.type('@ada')
  await ben.page.getByRole('option', { name: /Ada Lovelace/ }).click()
  await ben.type('look')
  await ben.page.keyboard.press('Enter')
  await ada.closeConversation()
  await expect(page.getByRole('button', { name: 'Activity 3 unread' })).toBeVisible()
  await page.getByRole('button', { name: 'Activity 3 unread' }).click()
  const activity = page.getByRole('navigation', { name: 'Activity' })
  const fresh = activity.getByRole('region', { name: 'New' })
  await expect(fresh.getByRole('button', { name: /Ben Yusuf.*Replied to you.*Analytical engine.*Of cotton/s })).toBeVisible()
  await expect(fresh.getByRole('button', { name: /Ben Yusuf.*Reacted with ❤️.*The engine weaves patterns/s })).toBeVisible()
  await expect(fresh.getByRole('listitem').first()).toHaveText(/Mentioned you.*@Ada Lovelace look/)
  await picture(page, 'activity')
  await expectAccessible(page, 'the activity')
  await fresh.getByRole('button', { name: /Of cotton/ }).click()
  await expect(page.locator('.msg:focus')).toHaveText(/Of cotton/)
  await activity.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('button', { name: 'Activity', exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Activity', exact: true })).toBeVisible()
})

test('who has read a message is told to its author', async () => {
  const { page } = ada
  await choose(ada, 'The engine weaves patterns', 'Read by')
  const dialog = page.getByRole('dialog', { name: 'Read by' })
  await expect(dialog.getByText('Everybody has read it')).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'Read' }).getByText('Ben Yusuf')).toBeVisible()
  await picture(page, 'read-by')
  await expectAccessible(page, 'who has read a message')
  await page.keyboard.press('Escape')
  await said(ada, 'Of cotton').locator('.bubble').hover()
  await said(ada, 'Of cotton').getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Read by' })).toHaveCount(0)
  await page.keyboard.press('Escape')
})

test('a message that is deleted for oneself goes at once, is quoted without its words, and comes back', async () => {
  const { page } = ben
  await choose(ben, 'The engine weaves patterns', 'Delete for me')
  await expect(page.getByText('The engine weaves patterns')).toBeGone()
  await expect(said(ben, 'Of cotton').getByText('You deleted this message for yourself')).toBeVisible()
  await expect(page.locator('.msg:focus')).toHaveText(/Of cotton/)
  await picture(page, 'deleted-for-me')
  await expectAccessible(page, 'a message deleted for oneself')
  await expect(said(ada, 'The engine weaves patterns')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(said(ben, 'The engine weaves patterns')).toBeVisible()
  await choose(ben, 'The engine weaves patterns', 'Delete for me')
  await expect(page.getByText('The engine weaves patterns')).toBeGone()
  await page.reload()
  await expect(said(ben, 'Of cotton').getByText('You deleted this message for yourself')).toBeVisible()
  await expect(page.getByText('The engine weaves patterns')).toHaveCount(0)
})

test('what another one wrote is reported with a reason, and what fails is said in place', async () => {
  const { page } = ada
  await choose(ada, 'Of cotton', 'Report')
  const dialog = page.getByRole('dialog', { name: 'Report this message' })
  await expectAccessible(page, 'reporting a message')
  await dialog.getByRole('radio', { name: 'Spam' }).check()
  await dialog.getByLabel('What else should they know?').fill('It is silk.')
  await picture(page, 'report')
  await page.context().setOffline(true)
  await dialog.getByRole('button', { name: 'Report', exact: true }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/The server cannot be reached/)
  await page.context().setOffline(false)
  await eventually('the connection to be back', () => ada.connection().getAttribute('data-connection'), (state) => state === 'calm')
  await dialog.getByRole('button', { name: 'Report', exact: true }).click()
  await expect(page.getByText('Reported. Thank you for telling.')).toBeVisible()
  await expect(dialog).toBeGone()
})

test('a text that comes piece by piece grows where it stands, and its author stops it', async () => {
  const conversationId = /#\/c\/([0-9a-f-]+)/.exec(ada.page.url())?.[1] ?? ''
  const call = restCall(meeting.server.url)
  const { accessToken } = await call('POST', 'sessions', { email: people.ada.email, password: people.ada.password })
  const { id = '' } = await call('POST', `conversations/${conversationId}/streams`, { clientId: randomUUID() }, accessToken)
  const line = 'The mill turns. '.repeat(4)
  const write = (offset: number, text: string) => call('PATCH', `conversations/${conversationId}/messages/${id}/stream`, { offset, text }, accessToken)
  await write(0, line)
  const growing = (one: Messenger) => one.page.getByRole('article').filter({ hasText: 'The mill turns.' })
  for (const one of [ada, ben]) await expect(growing(one).getByText('Still being written.')).toBeVisible()
  for (let piece = 1; piece < 60; piece++) await write(piece * line.length, line)
  await expect(growing(ben)).toHaveText(/(The mill turns\. ?){240}/)
  const isLong = await ben.page.locator('.timeline-scroll').evaluate((element) => element.scrollHeight > element.clientHeight)
  if (!isLong) throw new Error('expected a text that does not fit on the screen')
  await eventually('the timeline to stand at its end', () => ben.page.locator('.timeline-scroll').evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight), (left) => left < 4)
  await picture(ada.page, 'growing')
  await expectAccessible(ada.page, 'a message that grows')
  await expect(growing(ben).getByRole('button', { name: 'Stop' })).toHaveCount(0)
  await growing(ada).getByRole('button', { name: 'Stop' }).click()
  for (const one of [ada, ben]) await expect(growing(one).getByText('stopped')).toBeVisible()
  await expect(growing(ada).getByRole('button', { name: 'Stop' })).toHaveCount(0)
})

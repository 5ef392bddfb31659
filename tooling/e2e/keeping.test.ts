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
  meeting = await openMeeting({ name: 'keeping', said: 'The engine weaves patterns' })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

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

import { afterAll, expect as assert, beforeAll, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { expect } from './expect.ts'
import { type Meeting, openMeeting } from './meeting.ts'
import type { Messenger } from './messenger.ts'

let meeting: Meeting
let ada: Messenger
let ben: Messenger

beforeAll(async () => {
  meeting = await openMeeting({ name: 'edits', said: 'The enginer weaves patterns' })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

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

import { afterAll, beforeAll, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { expect } from './expect.ts'
import { type Meeting, openMeeting } from './meeting.ts'
import type { Messenger } from './messenger.ts'

let meeting: Meeting
let ada: Messenger
let ben: Messenger

/** The message itself, which stands before those that quote it. */
const said = ({ message }: Messenger, text: string) => message(text).first()
const menuOf = async (one: Messenger, text: string): Promise<void> => {
  await said(one, text).locator('.bubble').hover()
  await said(one, text).getByRole('button', { name: 'More actions' }).click()
  await one.page.getByRole('menuitem', { name: 'Delete for everyone' }).waitFor()
}
const remove = async (one: Messenger, text: string): Promise<void> => {
  await menuOf(one, text)
  await one.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
}

beforeAll(async () => {
  meeting = await openMeeting({ name: 'deletions', said: 'The engine weaves patterns' })
  ;({ ada, ben } = meeting)
  await ben.write('Does it?')
  await said(ben, 'The engine weaves patterns').focus()
  await ben.page.keyboard.press('r')
  await ben.write('Of cotton')
  // What comes moves what is there, and a pointer that was above it is not any more.
  await ada.message('Of cotton').waitFor()
}, 120_000)

afterAll(() => meeting?.close())

test('somebody deletes a message without being asked: a line stays, and an answer to it quotes no words', async () => {
  await menuOf(ada, 'The engine weaves patterns')
  await picture(ada.page, 'delete-menu')
  await ada.page.keyboard.press('Escape')
  await remove(ada, 'The engine weaves patterns')
  await expect(ada.message('You deleted this message')).toBeVisible()
  await expect(ben.message('Ada Lovelace deleted this message')).toBeVisible()
  for (const one of [ada, ben]) {
    await expect(one.page.getByText('The engine weaves patterns')).toHaveCount(0)
    await expect(one.message('Of cotton').getByText('Message deleted')).toBeVisible()
  }
  await picture(ada.page, 'deleted')
  await expectAccessible(ada.page, 'a deleted message')
  await ada.page.emulateMedia({ colorScheme: 'dark' })
  await picture(ada.page, 'deleted-dark')
  await ada.page.emulateMedia({ colorScheme: 'light' })
  await ada.page.setViewportSize({ width: 360, height: 720 })
  await picture(ada.page, 'deleted-narrow')
  await ada.page.setViewportSize({ width: 1280, height: 800 })
})

test('the deletion is undone: the words are back for everybody', async () => {
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  for (const one of [ada, ben]) await expect(said(one, 'The engine weaves patterns')).toBeVisible()
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('the owner deletes what a member said, and a member only what is their own', async () => {
  await remove(ada, 'Does it?')
  await expect(ben.message('Ada Lovelace deleted this message')).toBeVisible()
  await said(ben, 'The engine weaves patterns').locator('.bubble').hover()
  await said(ben, 'The engine weaves patterns').getByRole('button', { name: 'More actions' }).click()
  await expect(ben.page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: 'Delete for everyone' })).toHaveCount(0)
})

import { afterAll, beforeAll, expect as assert, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { type Locator, expect } from './expect.ts'
import { type Meeting, openMeeting, people as usual } from './meeting.ts'
import type { Messenger } from './messenger.ts'

const people = { ...usual, ben: { ...usual.ben, name: 'Benoît Ångström', handle: 'benoit' } }

let meeting: Meeting
let ada: Messenger
let ben: Messenger

/** Names stand between marks of direction, which nobody sees. */
const marks = '[\\u2068\\u2069]*'
const happened = ({ page }: Messenger, text: string): Locator => {
  const letters = [...text].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'))
  return page.getByRole('region', { name: 'Messages' }).getByText(new RegExp(`^${marks}${letters.join(marks)}${marks}$`))
}
const choose = async ({ page }: Messenger, name: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

beforeAll(async () => {
  meeting = await openMeeting({ name: 'members', said: 'Welcome', ben: people.ben })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

test('a member is promoted with the keyboard, is told, and may do more at once', async () => {
  await expect(ben.page.getByRole('button', { name: 'Rename' })).toBeGone()
  await ada.page.getByRole('button', { name: `Actions for ${people.ben.name}` }).focus()
  await ada.page.keyboard.press('Enter')
  await expect(ada.page.getByRole('menu', { name: `Actions for ${people.ben.name}` })).toBeVisible()
  await expectAccessible(ada.page, 'menu of a member', [1280])
  await ada.page.keyboard.press('End')
  await ada.page.keyboard.press('Home')
  assert(await ada.page.locator(':focus').textContent()).toBe('Make admin')
  await ada.page.keyboard.press('Enter')
  await expect(happened(ada, `You made ${people.ben.name} an admin`)).toBeVisible()
  await expect(happened(ben, `${people.ada.name} made you an admin`)).toBeVisible()
  await expect(ben.row('Analytical engine')).toHaveText(/made you an admin/)
  await expect(ben.row('Analytical engine').getByText(/unread/)).toBeGone()
  await ben.page.getByRole('button', { name: 'Rename' }).click()
  const dialog = ben.page.getByRole('dialog', { name: 'Rename' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Difference engine')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(happened(ada, `${people.ben.name} named it “Difference engine”`)).toBeVisible()
  await expect(happened(ben, 'You named it “Difference engine”')).toBeVisible()
  await picture(ada.page, 'members-1-roles')
})

test('who leaves is asked, goes calmly, and sees the history again when taken back', async () => {
  await ben.page.getByRole('button', { name: 'Leave group' }).click()
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(ben.page.getByText('You left Difference engine.')).toBeVisible()
  await expect(ben.row('Difference engine')).toBeGone()
  await picture(ben.page, 'members-2-left')
  await expect(happened(ada, `${people.ben.name} left`)).toBeVisible()
  await ada.write('Nobody else here')
  await ada.page.getByRole('button', { name: 'Add people' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Add people' })
  await dialog.getByLabel('People', { exact: true }).first().fill(people.ben.name)
  await dialog.getByRole('list', { name: 'People' }).getByRole('button').filter({ hasText: people.ben.name }).first().click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await ben.openConversation('Difference engine')
  await expect(ben.message('Welcome')).toBeVisible()
  await expect(ben.message('Nobody else here')).toBeVisible()
  await expect(happened(ben, `${people.ada.name} added you`)).toBeVisible()
  await picture(ben.page, 'members-3-back')
})

test('who hands over is asked, and can be put out by the new owner', async () => {
  await choose(ada, people.ben.name, 'Make owner…')
  await ada.page.getByRole('dialog', { name: 'Hand the group over?' }).getByRole('button', { name: 'Hand over' }).click()
  await expect(happened(ben, 'You are the owner now')).toBeVisible()
  await expect(ada.page.getByRole('button', { name: `Actions for ${people.ben.name}` })).toBeGone()
  await choose(ben, people.ada.name, 'Remove from group…')
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(ada.page.getByText('You are no longer in Difference engine')).toBeVisible()
  await expectAccessible(ada.page, 'no longer in it')
  await expect(happened(ben, `You removed ${people.ada.name}`)).toBeVisible()
  await picture(ada.page, 'members-4-removed')
})

test('no page threw or complained', () => {
  assert(meeting.profiles.flatMap(({ errors }) => errors)).toEqual([])
})

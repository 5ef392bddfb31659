import { afterAll, beforeAll, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { picture } from './browser.ts'
import { type Locator, eventually, expect } from './expect.ts'
import { type Meeting, openMeeting } from './meeting.ts'
import type { Messenger } from './messenger.ts'

let meeting: Meeting
let ada: Messenger
let ben: Messenger

beforeAll(async () => {
  meeting = await openMeeting({ name: 'sending', said: 'Shall we go out?' })
  ;({ ada, ben } = meeting)
}, 120_000)

afterAll(() => meeting?.close())

const composerOf = ({ page }: Messenger): Locator => page.getByRole('textbox', { name: 'Message', exact: true })

const add = async ({ page }: Messenger, what: string): Promise<void> => {
  await page.getByRole('button', { name: 'Add to the conversation' }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

const openMenu = async (one: Messenger, text: string): Promise<void> => {
  await one.message(text).locator('.poll-question').hover()
  await one.message(text).getByRole('button', { name: 'More actions' }).click()
}

const poll = ({ page }: Messenger): Locator => page.getByRole('radiogroup', { name: 'Where to?' })

const tomorrowAt = (time: string): string => {
  const day = new Date()
  day.setDate(day.getDate() + 1)
  return `${day.getFullYear()}-${`${day.getMonth() + 1}`.padStart(2, '0')}-${`${day.getDate()}`.padStart(2, '0')}T${time}`
}

test('a poll is asked by the keyboard, answered by click and by key, and everybody sees at once how it stands', async () => {
  const { page } = ada
  await add(ada, 'Poll')
  const form = page.getByRole('dialog', { name: 'New poll' })
  await page.keyboard.type('Where to?')
  for (const option of ['The sea', 'The hills', 'Nowhere']) {
    await page.keyboard.press('Enter')
    await page.keyboard.type(option)
  }
  await form.getByLabel(/Closes at/).fill(tomorrowAt('09:00'))
  await picture(page, 'new-poll')
  await expectAccessible(page, 'a new poll')
  await form.getByRole('button', { name: 'Remove option 3' }).click()
  await form.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(poll(ben).getByRole('radio')).toHaveCount(2)
  await poll(ben).getByRole('radio', { name: 'The hills' }).click()
  for (const one of [ada, ben]) await expect(poll(one).getByRole('radio', { name: 'The hills, 1 vote, 100%' })).toBeVisible()
  await expect(poll(ada).getByRole('radio', { checked: true })).toHaveCount(0)
  await composerOf(ada).press('ArrowUp')
  for (const key of ['Tab', 'ArrowDown', 'Space']) await page.keyboard.press(key)
  await expect(poll(ada).getByRole('radio', { name: 'The hills, 2 votes, 100%', checked: true })).toBeVisible()
  await poll(ben).getByRole('radio', { name: 'The sea' }).click()
  await expect(poll(ada).getByRole('radio', { name: 'The sea, 1 vote, 50%' })).toBeVisible()
  await expect(page.getByText('Closes tomorrow at 09:00')).toBeVisible()
  await picture(page, 'poll')
  await expectAccessible(page, 'a poll')
})

test('who voted is told, and only who asked and staff may close', async () => {
  const { page } = ada
  await page.getByRole('button', { name: 'Who voted' }).click()
  const voters = page.getByRole('dialog', { name: 'Who voted' })
  await expect(voters.getByRole('region', { name: /The sea/ })).toHaveText(/Ben Yusuf/)
  await expect(voters.getByRole('region', { name: /The hills/ })).toHaveText(/Ada Lovelace/)
  await expectAccessible(page, 'who voted')
  await page.keyboard.press('Escape')
  await openMenu(ben, 'Where to?')
  await expect(ben.page.getByRole('menuitem', { name: 'Save for later' })).toBeVisible()
  await expect(ben.page.getByRole('menuitem', { name: 'Close poll…' })).toHaveCount(0)
  await ben.page.keyboard.press('Escape')
  await openMenu(ada, 'Where to?')
  await page.getByRole('menuitem', { name: 'Close poll…' }).click()
  await page.getByRole('dialog', { name: 'Close the poll?' }).getByRole('button', { name: 'Close poll' }).click()
  for (const one of [ada, ben]) await expect(poll(one).getByRole('radio', { name: 'The sea', disabled: true })).toBeVisible()
  await expect(ben.message('Where to?')).toHaveText(/Closed/)
  await expectAccessible(page, 'a closed poll')
})

test('what is written is sent later: changed, sent now, or not at all', async () => {
  const { page } = ada
  await composerOf(ada).fill('The engine rests')
  await add(ada, 'Schedule…')
  const later = page.getByRole('dialog', { name: 'Send later' })
  await expectAccessible(page, 'sending later')
  await later.getByRole('button', { name: /Tomorrow morning/ }).click()
  await expect(page.getByRole('button', { name: '1 scheduled message', exact: true })).toBeVisible()
  await eventually('the composer to be empty', () => composerOf(ada).inputValue(), (text) => text === '')
  await add(ada, 'Schedule…')
  await later.getByLabel('What to send').fill('Nobody will read this')
  await later.getByLabel('At a time').fill(tomorrowAt('12:00'))
  await later.getByRole('button', { name: 'Schedule' }).click()
  await page.getByRole('button', { name: '2 scheduled messages' }).click()
  const list = page.getByRole('dialog', { name: 'Scheduled messages' })
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await picture(page, 'scheduled')
  await expectAccessible(page, 'scheduled messages')
  const [first, second] = [list.getByRole('listitem').first(), list.getByRole('listitem').last()]
  await first.getByRole('button', { name: 'Change text or time' }).click()
  const edit = page.getByRole('dialog', { name: 'Change text or time' })
  await edit.getByLabel('What to send').fill('The engine never rests')
  await edit.getByLabel('When to send it').fill(tomorrowAt('10:30'))
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(first).toHaveText(/never rests.*tomorrow at 10:30/)
  await second.getByRole('button', { name: 'Do not send it' }).click()
  await page.getByRole('dialog', { name: 'Not send it at all?' }).getByRole('button', { name: 'Throw away' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await first.getByRole('button', { name: 'Send now' }).click()
  await expect(ben.message('The engine never rests')).toBeVisible()
  await expect(list.getByText('Nothing is scheduled any more.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /scheduled message/ })).toBeGone()
})

test('one message disappears, and the next stays', async () => {
  const { page } = ada
  await add(ada, 'Disappears after…')
  const dialog = page.getByRole('dialog', { name: 'Let it disappear' })
  await picture(page, 'disappear-after')
  await expectAccessible(page, 'how long a message stays')
  await dialog.getByRole('button', { name: 'After 1 hour' }).click()
  await expect(page.getByText('Disappears after 1 hour')).toBeVisible()
  await composerOf(ada).fill('Burn this')
  await picture(page, 'disappearing-chosen')
  await expectAccessible(page, 'a message that will disappear')
  await composerOf(ada).press('Enter')
  await expect(page.getByText('Disappears after 1 hour')).toBeGone()
  for (const one of [ada, ben]) await expect(one.message('Burn this').getByRole('img', { name: /^Disappears in/ })).toBeVisible()
  await ada.write('Frame this')
  await expect(ben.message('Frame this')).toBeVisible()
  await expect(ben.message('Frame this').getByRole('img', { name: /^Disappears/ })).toHaveCount(0)
  await add(ada, 'Disappears after…')
  await dialog.getByRole('button', { name: 'After 1 day' }).click()
  await page.getByRole('button', { name: 'Send it as usual' }).click()
  await expect(page.getByText('Disappears after 1 day')).toBeGone()
})

test('staff lets new messages disappear, and each of them tells when', async () => {
  const setting = ada.page.getByRole('complementary', { name: 'Details' }).getByRole('combobox', { name: 'Disappearing messages' })
  await setting.selectOption({ label: 'After 7 days' })
  await expect(ben.page.getByText(/let new messages disappear after 7 days/)).toBeVisible()
  const details = ben.page.getByRole('complementary', { name: 'Details' })
  await expect(details.getByRole('region', { name: 'Disappearing messages' })).toHaveText(/After 7 days/)
  await expect(details.getByRole('combobox')).toHaveCount(0)
  await ada.write('Soon forgotten')
  for (const one of [ada, ben]) await expect(one.message('Soon forgotten').getByRole('img', { name: 'Disappears in 7 days' })).toBeVisible()
  await add(ada, 'Disappears after…')
  const dialog = ada.page.getByRole('dialog', { name: 'Let it disappear' })
  await expect(dialog.getByRole('button', { name: 'As the conversation says' })).toHaveText(/After 7 days/)
  await expect(dialog.getByRole('button', { name: 'After 7 days' })).toHaveCount(1)
  await ada.page.keyboard.press('Escape')
  await picture(ada.page, 'disappearing')
  await expectAccessible(ada.page, 'messages that disappear')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { allowAxe, expectAccessible } from './axe.ts'
import { type Profile, openProfile, picture } from './browser.ts'
import { eventually, expect } from './expect.ts'
import { mailedCodes } from './mailed-code.ts'
import { type Meeting, openMeeting, people } from './meeting.ts'
import { type Messenger, createMessenger } from './messenger.ts'
import { restCall } from './rest-call.ts'

const other = { name: 'Carla Rossi', handle: 'carla', email: 'carla@example.com', password: people.ada.password }

let meeting: Meeting
let ada: Messenger
let ben: Messenger
let carla: Messenger
let folder: string
let profile: Profile | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-e2e-restricted-third-'))
  meeting = await openMeeting({ name: 'restricted', said: 'The engine weaves patterns' })
  ;({ ada, ben } = meeting)
  profile = await openProfile(folder, 'carla')
  await allowAxe(profile.context, profile.page)
  carla = createMessenger(profile.page, meeting.server.url)
  await carla.register(other, mailedCodes(meeting.server))
  const call = restCall(meeting.server.url)
  const conversationId = /#\/c\/([0-9a-f-]+)/.exec(ada.page.url())?.[1] ?? ''
  const { accessToken } = await call('POST', 'sessions', { email: people.ada.email, password: people.ada.password })
  const { userId } = await call('POST', 'sessions', { email: other.email, password: other.password })
  await call('POST', `conversations/${conversationId}/members`, { userIds: [userId] }, accessToken)
  await carla.openConversation('Analytical engine')
}, 120_000)

afterAll(async () => {
  await profile?.close()
  await meeting?.close()
  await rm(folder, { recursive: true, force: true })
})

/** A message by its own words, not by those that it quotes. */
const said = (one: Messenger, text: string) => one.page.getByRole('article').filter({ has: one.page.locator('.msg-text').getByText(text, { exact: true }) })

test('somebody writes to one of the others only: it says so to both, the third sees nothing, and the next message is for all', async () => {
  const { page } = ada
  await page.getByRole('button', { name: 'Add to the conversation' }).click()
  await page.getByRole('menuitem', { name: 'Only for…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Only for some members' })
  await expect(dialog.getByRole('list', { name: 'Members' }).getByText('Carla Rossi')).toBeVisible()
  await page.keyboard.type('ben')
  await page.keyboard.press('Enter')
  await expectAccessible(page, 'choosing whom a message is for')
  await dialog.getByRole('button', { name: 'Only for them' }).click()
  await expect(page.getByText('Only for Ben Yusuf')).toBeVisible()
  await page.getByRole('button', { name: /How it arrives/ }).click()
  await expect(page.getByText('An urgent message is always for everybody')).toBeVisible()
  await page.keyboard.press('Escape')
  await ada.write('Between us')
  await expect(page.getByText('Only for Ben Yusuf')).toBeGone()
  await ada.write('For all of you')
  await expect(said(ben, 'Between us').getByText('Only visible to you and Ada Lovelace')).toBeVisible()
  await expect(said(ada, 'Between us').getByText('Only visible to Ben Yusuf')).toBeVisible()
  await expect(said(carla, 'For all of you')).toBeVisible()
  await expect(carla.page.getByText('Between us')).toHaveCount(0)
  await picture(ben.page, 'restricted')
  await expectAccessible(ben.page, 'a message for some only')
})

test('what the server would refuse is not offered for it, and an answer to it quotes nothing to those whom it is not for', async () => {
  const { page } = ben
  await said(ben, 'Between us').locator('.bubble').hover()
  await expect(said(ben, 'Between us').getByRole('button', { name: 'Reply', exact: true })).toBeVisible()
  for (const name of ['React', 'Forward']) await expect(said(ben, 'Between us').getByRole('button', { name, exact: true })).toHaveCount(0)
  await said(ben, 'Between us').getByRole('button', { name: 'More actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Save for later' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Reply in thread' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await said(ben, 'Between us').focus()
  await page.keyboard.press('r')
  await ben.write('I agree')
  await expect(said(ada, 'I agree').getByRole('button', { name: 'Go to the quoted message of Ada Lovelace' })).toBeVisible()
  await expect(said(carla, 'I agree').getByText('A message that is not for you')).toBeVisible()
  await picture(carla.page, 'restricted-quote')
  await expectAccessible(carla.page, 'a quote of a message for others')
  await carla.page.reload()
  await expect(said(carla, 'I agree').getByText('A message that is not for you')).toBeVisible()
  await expect(carla.page.getByText('Between us')).toHaveCount(0)
  await eventually('nobody to have had an error', () => Promise.resolve([...meeting.profiles, ...(profile ? [profile] : [])].flatMap(({ errors }) => errors)), (errors) => errors.length === 0)
})

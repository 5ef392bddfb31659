import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect as assert, test } from 'vitest'
import { createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { openProfile, picture } from './browser.ts'
import { eventually, expect } from './expect.ts'
import { createMessenger } from './messenger.ts'

const ada = { name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password: 'correct horse battery' }

test('a device that is signed out from another one, or by a new password, lands on the sign-in screen, told why, and comes back with everything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-devices-'))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  await server.start()
  const here = await openProfile(folder, 'desk')
  const there = await openProfile(folder, 'telephone', { width: 400, height: 800 })
  try {
    const desk = createMessenger(here.page, server.url)
    const telephone = createMessenger(there.page, server.url)
    await desk.register(ada, async (email) => {
      const find = (): string | undefined => /\b(\d{6})\b/.exec(server.output().split(`Mail to ${email}`).at(1) ?? '')?.[1]
      await eventually(`a code for ${email}`, async () => find(), (code) => code !== undefined)
      return find() ?? ''
    })
    await desk.createGroup('Analytical engine', [])
    await desk.write('Written at the desk')
    const signIn = async (secret = ada.password): Promise<void> => {
      await there.page.getByLabel('Email').fill(ada.email)
      await there.page.getByLabel('Password').fill(secret)
      await there.page.getByRole('button', { name: 'Sign in' }).click()
      await there.page.getByRole('form', { name: 'Sign in' }).waitFor({ state: 'detached' })
    }
    await there.page.goto(server.url)
    await signIn()
    await telephone.openConversation('Analytical engine')

    await here.page.getByRole('button', { name: 'Profile and settings' }).click()
    const settings = here.page.getByRole('dialog', { name: 'Profile and settings' })
    await settings.getByRole('tab', { name: 'Devices' }).click()
    await expect(settings.getByRole('list', { name: 'This device' })).toHaveText(/Chrome on Linux/)
    await expect(settings.getByRole('list', { name: 'Other devices' })).toHaveText(/Chrome on Linux/)
    await picture(here.page, 'devices')
    await settings.getByRole('list', { name: 'Other devices' }).getByRole('button', { name: /Sign out/ }).click()
    await expect(settings.getByText('You are signed in nowhere else.')).toBeVisible()

    await expect(there.page.getByText('You have been signed out')).toBeVisible()
    await expect(there.page.getByRole('form', { name: 'Sign in' })).toBeVisible()
    await picture(there.page, 'signed-out')
    await here.page.keyboard.press('Escape')
    await desk.write('Still here')

    await signIn()
    await expect(telephone.message('Still here')).toBeVisible()

    await here.page.getByRole('button', { name: 'Profile and settings' }).click()
    await settings.getByRole('tab', { name: 'Password' }).click()
    const change = settings.getByRole('form', { name: 'Change password' })
    const fill = async (label: string, value: string): Promise<void> => change.getByLabel(label, { exact: true }).fill(value)
    const submit = async (): Promise<void> => change.getByRole('button', { name: 'Change password' }).click()
    await fill('Current password', 'a wrong password')
    await fill('New password', 'a much better one')
    await fill('New password again', 'a much better two')
    await submit()
    await expect(change.getByText('The two new passwords are not the same.')).toBeVisible()
    await fill('New password again', 'a much better one')
    await submit()
    await expect(change.getByText('That is not your current password.')).toBeVisible()
    await fill('Current password', ada.password)
    await submit()
    await expect(change.getByText('Changed. All other devices are signed out.')).toBeVisible()
    await picture(here.page, 'password')
    await expect(there.page.getByText('You have been signed out')).toBeVisible()
    await here.page.keyboard.press('Escape')
    await desk.write('Still here after the change')
    await signIn('a much better one')
    await expect(telephone.message('Still here after the change')).toBeVisible()

    // Whoever signs out by themselves is told nothing.
    await telephone.closeConversation()
    await there.page.getByRole('button', { name: 'Profile and settings' }).click()
    await there.page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(there.page.getByRole('form', { name: 'Sign in' })).toBeVisible()
    assert(await there.page.getByText('You have been signed out').count()).toBe(0)
    assert([...here.errors, ...there.errors]).toEqual([])
  } finally {
    await here.close()
    await there.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)

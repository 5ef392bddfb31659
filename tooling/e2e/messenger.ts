import { type Locator, type Page, expect } from './expect.ts'

/** Somebody who registers in the run. */
export interface Someone {
  readonly name: string
  readonly handle: string
  readonly email: string
  readonly password: string
}

/** The messenger in one tab, as a person would use it: by what stands on the screen. */
export interface Messenger {
  readonly page: Page
  register(someone: Someone, readCode: (email: string) => Promise<string>): Promise<void>
  /** Finds a person by name and opens the direct conversation. */
  talkTo(name: string): Promise<void>
  createGroup(name: string, people: readonly string[]): Promise<void>
  openConversation(name: string): Promise<void>
  closeConversation(): Promise<void>
  write(text: string): Promise<void>
  type(text: string): Promise<void>
  row(conversation: string): Locator
  message(text: string): Locator
  /** The status of an own message, as its glyph's name says it. */
  status(text: string): Locator
  connection(): Locator
  /** The own or others' texts that the timeline shows, in order. */
  texts(matching: RegExp): Promise<readonly string[]>
}

/** Drives a tab. */
export const createMessenger = (page: Page, url: string): Messenger => {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true })
  const row = (conversation: string): Locator => page.getByRole('navigation').getByRole('link').filter({ hasText: conversation })
  const message = (text: string): Locator => page.getByRole('article').filter({ has: page.getByText(text, { exact: true }) })
  return {
    page,
    register: async (someone, readCode) => {
      await page.goto(url)
      await page.getByRole('button', { name: 'Create account' }).click()
      const form = page.getByRole('form', { name: 'Create account' })
      await form.getByLabel('Name', { exact: true }).fill(someone.name)
      await form.getByLabel('Handle').fill(someone.handle)
      await form.getByLabel('Email').fill(someone.email)
      await form.getByLabel('Password').fill(someone.password)
      await form.getByRole('button', { name: 'Create account' }).click()
      const code = page.getByLabel('Code', { exact: true })
      await code.waitFor()
      await code.fill(await readCode(someone.email))
      await page.getByRole('button', { name: 'Confirm' }).click()
      await page.getByRole('heading', { name: 'Conversations' }).waitFor()
    },
    talkTo: async (name) => {
      await page.keyboard.press('Control+k')
      const dialog = page.getByRole('dialog', { name: 'Jump to' })
      await dialog.getByRole('combobox').fill(name)
      await dialog.getByRole('option').filter({ hasText: name }).first().click()
      await composer.waitFor()
    },
    createGroup: async (name, people) => {
      await page.getByRole('button', { name: 'New group' }).first().click()
      const dialog = page.getByRole('dialog', { name: 'New group' })
      await dialog.getByLabel('Group name').fill(name)
      for (const person of people) {
        await dialog.getByLabel('People', { exact: true }).first().fill(person)
        await dialog.getByRole('list', { name: 'People' }).getByRole('button').filter({ hasText: person }).first().click()
      }
      await dialog.getByRole('button', { name: 'Create group' }).click()
      await page.getByRole('heading', { name, level: 2 }).waitFor()
    },
    openConversation: async (name) => {
      await row(name).click()
      await page.getByRole('heading', { name, level: 2 }).first().waitFor()
    },
    closeConversation: async () => {
      await page.goto(`${url}/#/`)
    },
    write: async (text) => {
      await composer.fill(text)
      await composer.press('Enter')
      await expect(message(text)).toBeVisible()
    },
    type: (text) => composer.pressSequentially(text),
    row,
    message,
    status: (text) => message(text).getByRole('img', { name: /Waiting to be sent|Sent|Delivered|Read|Not sent/ }),
    connection: () => page.getByRole('group', { name: 'Connection' }),
    texts: async (matching) => {
      const found = await page.getByRole('article').locator('.msg-text').allTextContents()
      return found.filter((text) => matching.test(text))
    },
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { allowAxe } from './axe.ts'
import { type Profile, openProfile } from './browser.ts'
import { mailedCodes } from './mailed-code.ts'
import { type Messenger, type Someone, createMessenger } from './messenger.ts'

const password = 'correct horse battery'

/** Who meets, unless a story has people of its own. */
export const people = {
  ada: { name: 'Ada Lovelace', handle: 'ada', email: 'ada@example.com', password },
  ben: { name: 'Ben Yusuf', handle: 'ben', email: 'ben@example.com', password },
} satisfies Readonly<Record<string, Someone>>

/** How two people meet. */
export interface MeetingOptions {
  /** Names the folder of the run. */
  readonly name: string
  /** What Ada has said in the group. */
  readonly said: string
  readonly ben?: Someone
  readonly viewport?: { readonly width: number; readonly height: number }
}

/** Two people in the group "Analytical engine", which Ada owns, each with a browser profile of their own in which axe may run. */
export interface Meeting {
  readonly server: ServerProcess
  readonly profiles: readonly Profile[]
  readonly ada: Messenger
  readonly ben: Messenger
  close(): Promise<void>
}

/** Starts a server of what was built, and lets two people register and meet; what was started is ended again if a step fails. */
export const openMeeting = async ({ name, said, ben: other = people.ben, viewport = { width: 1280, height: 800 } }: MeetingOptions): Promise<Meeting> => {
  const folder = await mkdtemp(join(tmpdir(), `palaver-e2e-${name}-`))
  const dist = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url))
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: join(folder, 'data'), PALAVER_STATIC_DIR: dist, PALAVER_LIMITS: highLimits }, 'built')
  const profiles: Profile[] = []
  const open = async (who: string): Promise<Messenger> => {
    const profile = await openProfile(folder, who, viewport)
    profiles.push(profile)
    await allowAxe(profile.context, profile.page)
    return createMessenger(profile.page, server.url)
  }
  const close = async (): Promise<void> => {
    for (const profile of profiles) await profile.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await server.start()
    const [ada, ben] = [await open('ada'), await open('ben')]
    await ada.register(people.ada, mailedCodes(server))
    await ben.register(other, mailedCodes(server))
    await ada.createGroup('Analytical engine', [other.name])
    await ada.write(said)
    await ben.openConversation('Analytical engine')
    return { server, profiles, ada, ben, close }
  } catch (error) {
    await close()
    throw error
  }
}

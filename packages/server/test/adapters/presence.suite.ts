import { expect, test, vi } from 'vitest'
import type { PresenceRegistry } from '../../src/platform/presence-registry.ts'

/** A registry of its own, with this grace. */
export type CreatePresence = (graceMs: number) => Promise<PresenceRegistry>

/** What a registry told since it was made. */
export const changesOf = (registry: PresenceRegistry): [string, boolean][] => {
  const changes: [string, boolean][] = []
  registry.onChange((userId, online) => changes.push([userId, online]))
  return changes
}

/** What every registry of presence promises. */
export const presenceSuite = (create: CreatePresence): void => {
  const setUp = async (graceMs = 200) => {
    const registry = await create(graceMs)
    return { registry, changes: changesOf(registry), online: async (...ids: string[]) => [...(await registry.online(ids))].sort() }
  }

  test('a user is online with the first socket and told of once', async () => {
    const { registry, changes, online } = await setUp()
    registry.opened('u', '1')
    registry.opened('u', '2')
    registry.opened('u', '2')
    expect(await online('u', 'v')).toEqual(['u'])
    await vi.waitFor(() => expect(changes).toEqual([['u', true]]))
    await registry.close()
  })

  test('a user stays online over a reload, and goes after the grace that follows the last socket', async () => {
    const { registry, changes, online } = await setUp()
    registry.opened('u', '1')
    registry.opened('u', '2')
    registry.closed('u', '1')
    registry.closed('u', '2')
    expect(await online('u')).toEqual(['u'])
    registry.opened('u', '3')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await online('u')).toEqual(['u'])
    expect(changes).toEqual([['u', true]])
    registry.closed('u', '3')
    await vi.waitFor(async () => expect(await online('u')).toEqual([]), { timeout: 5000 })
    await vi.waitFor(() => expect(changes).toEqual([['u', true], ['u', false]]), { timeout: 5000 })
    await registry.close()
  })

  test('a socket that was never there, or went before, changes nothing', async () => {
    const { registry, changes, online } = await setUp(1)
    registry.closed('stranger', '1')
    registry.opened('u', '1')
    registry.closed('u', '2')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await online('u', 'stranger')).toEqual(['u'])
    expect(changes).toEqual([['u', true]])
    await registry.close()
  })

  test('whoever comes and goes many times is told of in the order in which it happened', async () => {
    const { registry, changes } = await setUp(1)
    for (let i = 0; i < 20; i++) {
      registry.opened('u', String(i))
      registry.closed('u', String(i))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await vi.waitFor(() => expect(changes.at(-1)).toEqual(['u', false]), { timeout: 5000 })
    expect(changes.map(([, online]) => online)).toEqual(changes.map((_change, i) => i % 2 === 0))
    await registry.close()
  })

  test('everybody goes at once when it closes, those within the grace too', async () => {
    const { registry, changes } = await setUp(60_000)
    registry.opened('u', '1')
    registry.opened('v', '1')
    registry.closed('v', '1')
    await vi.waitFor(() => expect(changes).toHaveLength(2))
    await registry.close()
    expect(new Set(changes.slice(2))).toEqual(new Set([['u', false], ['v', false]]))
  })
}

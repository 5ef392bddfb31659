import { people, type Person } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { combineStores } from '../../store/combine-stores.ts'
import { useStore } from '../../store/use-store.ts'

/**
 * The profiles of several people by id, without those that are not loaded. The array of ids need not be stable; the map keeps its
 * identity while no profile in it changes.
 */
export const usePeople = (userIds: readonly string[]): ReadonlyMap<string, Person> => {
  const chat = useChat()
  const key = [...new Set(userIds)].sort().join(' ')
  const store = useMemo(() => {
    const ids = key === '' ? [] : key.split(' ')
    return combineStores(new Map(ids.map((id) => [id, people(chat).person(id)])))
  }, [chat, key])
  return useStore(store)
}

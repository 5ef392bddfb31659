import { useSyncExternalStore } from 'react'

/** Which screen the address names. Reloading, going back and sharing it work. */
export interface Route {
  readonly conversationId?: string
  /** The message to go to, by its position. */
  readonly position?: number
  /** The details pane where it covers the timeline. */
  readonly details: boolean
  /** The root of the thread that stands beside the timeline. */
  readonly threadId?: string
  /** The list of my threads, in the place of a conversation. */
  readonly threads?: boolean
}

const pattern = /^#\/c\/([0-9a-f-]{36})(\/details|\/t\/([0-9a-f-]{36})|\/m\/([1-9]\d{0,14}))?$/

/** Reads an address; unknown ones are the start. */
export const parseRoute = (hash: string): Route => {
  if (hash === threadsHref) return { details: false, threads: true }
  const [, conversationId, place, threadId, position] = pattern.exec(hash) ?? []
  if (conversationId === undefined) return { details: false }
  return { conversationId, details: place === '/details', ...(threadId !== undefined && { threadId }), ...(position !== undefined && { position: Number(position) }) }
}

/** The address of a conversation. */
export const conversationHref = (id: string): string => `#/c/${id}`
/** The address of the details of a conversation. */
export const detailsHref = (id: string): string => `#/c/${id}/details`
/** The address of a thread, beside its conversation. */
export const threadHref = (id: string, threadId: string): string => `#/c/${id}/t/${threadId}`
/** The address of the list of my threads. */
export const threadsHref = '#/threads'
/** The address of a message; the timeline goes to it once, and the address is that of the conversation again. */
export const messageHref = (id: string, position: number): string => `#/c/${id}/m/${position}`
/** The address of the start. */
export const homeHref = '#/'

/** Goes to an address. */
export const navigate = (href: string): void => {
  if (location.hash !== href) location.hash = href
}

/** Goes to an address without a step in the history. */
export const redirect = (href: string): void => {
  history.replaceState(null, '', href)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The route of the page's address. */
export const useRoute = (): Route => parseRoute(useSyncExternalStore(subscribe, () => location.hash))

import { useSyncExternalStore } from 'react'

/** Which screen the address names. Reloading, going back and sharing it work. */
export interface Route {
  readonly conversationId?: string
  /** The details pane where it covers the timeline. */
  readonly details: boolean
}

const pattern = /^#\/c\/([0-9a-f-]{36})(\/details)?$/

/** Reads an address; unknown ones are the start. */
export const parseRoute = (hash: string): Route => {
  const match = pattern.exec(hash)
  return match?.[1] === undefined ? { details: false } : { conversationId: match[1], details: match[2] !== undefined }
}

/** The address of a conversation. */
export const conversationHref = (id: string): string => `#/c/${id}`
/** The address of the details of a conversation. */
export const detailsHref = (id: string): string => `#/c/${id}/details`
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

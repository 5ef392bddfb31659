import { useCallback, useSyncExternalStore } from 'react'

/** From here on the details stand beside the timeline. */
export const threePanes = '(min-width: 1200px)'
/** From here on the list stands beside the timeline. */
export const twoPanes = '(min-width: 760px)'

/** Whether a media query holds. */
export const useMedia = (query: string): boolean => {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

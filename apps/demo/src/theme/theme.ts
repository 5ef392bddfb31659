import { useSyncExternalStore } from 'react'

/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

/** All themes in the order of the choice. */
export const themes: readonly Theme[] = ['system', 'light', 'dark']

const key = 'palaver:theme'
const listeners = new Set<() => void>()

/** The theme that was chosen on this device. */
export const readTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'system'

/** Shows the page in the chosen theme. */
export const applyTheme = (): void => {
  const theme = readTheme()
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Chooses a theme. */
export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(key, theme)
  applyTheme()
  for (const listener of listeners) listener()
}

/** The chosen theme. */
export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, readTheme)

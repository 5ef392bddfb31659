/** What a check of `palaver doctor` found. */
export interface Finding {
  readonly state: 'ok' | 'warn' | 'fail'
  readonly about: string
  /** What is so and, unless ok, what to do. */
  readonly text: string
}

export const ok = (about: string, text: string): Finding => ({ state: 'ok', about, text })
export const warn = (about: string, text: string): Finding => ({ state: 'warn', about, text })
export const fail = (about: string, text: string): Finding => ({ state: 'fail', about, text })

import type { Person } from '@palaver/client'

/** Does what was typed begin a word of the person's name, or their handle? Nothing typed fits everybody. */
export const fitsQuery = ({ name, handle }: Pick<Person, 'name' | 'handle'>, query: string): boolean => {
  const wanted = query.trim().replace(/^@/, '').toLowerCase()
  return ` ${name.toLowerCase()}`.includes(` ${wanted}`) || handle.toLowerCase().startsWith(wanted)
}

import type { ServerProcess } from '../processes/server-process.ts'
import { eventually } from './expect.ts'

/** Reads codes where the development mail prints them: in the output of a server. */
export const mailedCodes = (server: Pick<ServerProcess, 'output'>) => async (email: string): Promise<string> => {
  let code: string | undefined
  await eventually(
    `a code for ${email} in the server's output`,
    async () => {
      // Before it is there, what stands in the output is another one's.
      const [, ...mails] = server.output().split(`Mail to ${email}`)
      code = /\b(\d{6})\b/.exec(mails.at(-1) ?? '')?.[1]
      return code
    },
    (found) => found !== undefined,
  )
  return code ?? ''
}

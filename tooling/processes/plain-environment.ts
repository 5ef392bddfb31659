/** For a program that is to see nothing of ours in its environment: where programs are, and where Node keeps what it compiled in this run. */
export const plainEnvironment = (): Readonly<Record<string, string>> => {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  return { PATH, ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }) }
}

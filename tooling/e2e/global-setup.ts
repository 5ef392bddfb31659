import { buildAll } from '../run/build.mjs'

/** Builds what the end-to-end run starts. */
export const setup = async (): Promise<void> => {
  await buildAll()
}

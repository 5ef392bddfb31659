/** The package manager of the workspace, as npx takes it. */
export const pnpm: string
/** Installs the workspace's packages as the lockfile says, unless nothing has changed since the last time. */
export function install(): Promise<void>

import { existsSync } from 'node:fs'

const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic']

/** How playwright starts Debian's Chromium, also as root. @throws {Error} when there is none. */
export function chromiumLaunch(): { readonly executablePath: string; readonly args: string[] } {
  const executablePath = executables.find((path) => existsSync(path))
  if (!executablePath) throw new Error('unable to start a browser; install the Debian package chromium')
  return { executablePath, args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] }
}

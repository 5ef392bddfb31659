import { plural } from './plural.ts'

/** What it is called. */
export const app = { name: 'Palaver', title: (unread: number) => (unread > 0 ? `(${unread > 99 ? '99+' : unread}) Palaver` : 'Palaver') }

/** Words that stand everywhere. */
export const common = {
  cancel: 'Cancel',
  save: 'Save',
  saving: 'Saving…',
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  loading: 'Loading…',
  someone: 'Someone',
  you: 'You',
  more: 'Show more',
}

/** How the connection is. */
export const connection = {
  online: 'Online',
  offline: 'Offline',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  catchingUp: 'Catching up…',
  closed: 'Disconnected',
  withWaiting: (state: string, waiting: number) =>
    `${state.replace('…', '')}, ${waiting} ${plural(waiting, 'message', 'messages')} waiting`,
  label: 'Connection',
}

import { plural } from './plural.ts'

/** Signing in and out. */
export const session = {
  tagline: 'Talk where it is quiet.',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  register: 'Create account',
  registering: 'Creating…',
  newHere: 'New here?',
  haveAccount: 'Have an account?',
  email: 'Email',
  password: 'Password',
  passwordHint: 'At least 10 characters.',
  name: 'Name',
  nameHint: 'As others see it.',
  handle: 'Handle',
  handleHint: '3 to 30 of a–z, 0–9, _ and . — others find you by it.',
  codeTitle: 'Enter the code',
  codeSent: (email: string) => `We sent six digits to ${email}.`,
  codeDevelopment: 'On a development server nothing is mailed: the code stands in the server’s log, in the terminal.',
  code: 'Code',
  confirm: 'Confirm',
  confirming: 'Confirming…',
  startOver: 'Start over',
  signOut: 'Sign out',
  signOutTitle: 'Sign out?',
  signOutHint: (waiting: number) =>
    `${waiting} ${plural(waiting, 'message has', 'messages have')} not been sent yet and will be lost: signing out takes everything off this device.`,
  ended: {
    session_ended: {
      title: 'You have been signed out',
      hint: 'This device was signed out from another one, or it has been away for long. Your messages are safe: sign in to go on.',
    },
    account_suspended: {
      title: 'Your account is suspended',
      hint: 'You cannot sign in at present. Your messages are kept. Whoever runs this server can tell you more.',
    },
  },
}

/** Where the account is signed in. */
export const devices = {
  heading: 'Devices',
  hint: 'Where you are signed in. Sign out whatever you do not know.',
  here: 'This device',
  others: 'Other devices',
  noOthers: 'You are signed in nowhere else.',
  unnamed: 'Unknown device',
  activeNow: 'Active now',
  justNow: 'just now',
  lastActive: (ago: string) => `Active ${ago}`,
  since: (day: string) => `Signed in ${day}`,
  signOut: (name: string) => `Sign out ${name}`,
  signedOut: (name: string) => `${name} is signed out.`,
  signOutOthers: 'Sign out all other devices',
  othersTitle: 'Sign out all other devices?',
  othersHint: (count: number) => `${count} ${plural(count, 'device', 'devices')} will have to sign in again. This one stays signed in.`,
  othersConfirm: 'Sign out',
  othersSignedOut: 'All other devices are signed out.',
  loadFailed: 'Your devices could not be loaded.',
}

/** Changing the password. */
export const password = {
  heading: 'Password',
  title: 'Change password',
  hint: 'A new password signs out all your other devices. This one stays signed in.',
  current: 'Current password',
  next: 'New password',
  again: 'New password again',
  differ: 'The two new passwords are not the same.',
  change: 'Change password',
  done: 'Changed. All other devices are signed out.',
  none: 'You sign in elsewhere, so there is no password to change here.',
}

/** Who is here. */
export const presence = {
  online: 'Online',
  away: 'Away',
  busy: 'Busy',
  offline: 'Offline',
  lastSeenToday: (time: string) => `Last seen at ${time}`,
  lastSeenYesterday: (time: string) => `Last seen yesterday at ${time}`,
  lastSeenOn: (day: string) => `Last seen on ${day}`,
}

/** Who is writing. */
export const typing = {
  one: (name: string) => `${name} is typing`,
  two: (a: string, b: string) => `${a} and ${b} are typing`,
  many: (count: number) => `${count} people are typing`,
}

/** The profile of the person, and the settings of this device. */
export const profile = {
  open: 'Profile and settings',
  title: 'Profile and settings',
  name: 'Name',
  handle: 'Handle',
  bio: 'About me',
  hue: 'Colour',
  status: 'Appear as',
  statusText: 'Status text',
  statuses: { auto: 'Online when I am here', away: 'Away', busy: 'Busy', invisible: 'Invisible' },
  heading: 'Profile',
  theme: 'Appearance',
  themeHint: 'For this device only; it applies at once.',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  saved: 'Saved',
}

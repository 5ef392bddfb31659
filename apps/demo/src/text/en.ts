import { mentions, pins, priorities, reactions } from './en/attention.ts'
import { deletions, disappearing, edits, flags, forwards, hidden } from './en/changes.ts'
import { conversations, details, group } from './en/conversations.ts'
import { errors } from './en/errors.ts'
import { contacts, kinds, polls, streams } from './en/kinds.ts'
import { reminders, saved, scheduled, times } from './en/later.ts'
import { activity, readers } from './en/looking-back.ts'
import { composer, messages, notes } from './en/messages.ts'
import { presence, profile, typing } from './en/people.ts'
import { restricted } from './en/restricted.ts'
import { search } from './en/search.ts'
import { devices, password, session } from './en/sessions.ts'
import { app, common, connection } from './en/shell.ts'
import { threads } from './en/threads.ts'

/** Everything that the messenger says, in English, by subject. Another language is another object of the same type. */
export const en = {
  app, common, connection,
  session, devices, password,
  conversations, group, details,
  presence, typing, profile,
  messages, composer, notes,
  edits, deletions, hidden, disappearing, restricted, forwards, flags,
  mentions, priorities, reactions, pins,
  threads,
  kinds, contacts, polls, streams,
  saved, times, reminders, scheduled,
  activity, readers,
  search,
  errors,
}

/** The type of every dictionary. */
export type Texts = typeof en

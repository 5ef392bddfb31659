const prefix = (userId: string): string => `palaver:draft:${userId}:`

/** What somebody has begun to write in a conversation on this device; empty when nothing. */
export const readDraft = (userId: string, conversationId: string): string => localStorage.getItem(prefix(userId) + conversationId) ?? ''

/** Keeps what somebody has begun to write. */
export const writeDraft = (userId: string, conversationId: string, text: string): void => {
  const key = prefix(userId) + conversationId
  if (text === '') localStorage.removeItem(key)
  else localStorage.setItem(key, text)
}

/** Forgets all drafts of somebody. */
export const forgetDrafts = (userId: string): void => {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix(userId)))
  for (const key of keys) localStorage.removeItem(key)
}

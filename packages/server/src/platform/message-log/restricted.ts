import type { Message } from '@palaver/protocol'

/** What a message for some members only says: the fields that stand in the place of its closed ones for those who may see it. */
export type Said = Partial<Message>

/** A message that is for some members only, as they see it. */
export interface Opened {
  readonly position: number
  /** Those who may see it, its sender among them. */
  readonly userIds: readonly string[]
  readonly said: Said
}

export type OpenedColumns = readonly [position: number, userIds: readonly string[], said: Said]

export const toOpened = ([position, userIds, said]: OpenedColumns): Opened => ({ position, userIds, said })

const rowOf = (alias: string): string => `FROM restricted_messages o WHERE o.conversation_id = ${alias}.conversation_id AND o.position = ${alias}.position`

/** What message `alias` says if it is for some members only and the viewer is one of them; else null. */
export const saidTo = (alias: string, viewer: string): string =>
  `CASE WHEN ${alias}.kind = 'restricted' THEN (SELECT o.said ${rowOf(alias)} AND ${viewer} = ANY (o.user_ids)) END`

/** Condition: the viewer may see what message `alias` says, as far as it is for some members only. */
export const isOpenTo = (alias: string, viewer: string): string => `(${alias}.kind <> 'restricted' OR EXISTS (SELECT ${rowOf(alias)} AND ${viewer} = ANY (o.user_ids)))`

/** Those who may see message `alias`; null when it is for all. */
export const audienceOf = (alias: string): string => `CASE WHEN ${alias}.kind = 'restricted' THEN (SELECT o.user_ids ${rowOf(alias)}) END`

/** What deleted message `alias` said, be it for all or not. */
export const contentOf = (alias: string): string => `CASE WHEN ${alias}.content ->> 'kind' = 'restricted' THEN (SELECT o.said -> 'content' ${rowOf(alias)}) ELSE ${alias}.content END`

/** Message `alias` as {@link OpenedColumns}, be it deleted or not; null when it is for all. */
export const openedOf = (alias: string): string =>
  `CASE WHEN jsonb_exists(${alias}.parts, 'restricted') THEN (SELECT json_build_array(o.position, o.user_ids, o.said) ${rowOf(alias)}) END`

/** The messages of conversation `conversation` that are for some members only, with revisions within bounds, as a list of {@link OpenedColumns}. */
export const openedAmong = (conversation: string, bounds: (revision: string) => string): string =>
  `(SELECT json_agg(json_build_array(o.position, o.user_ids, o.said)) FROM messages g JOIN restricted_messages o ON o.conversation_id = g.conversation_id AND o.position = g.position
    WHERE g.conversation_id = ${conversation} AND g.kind = 'restricted' AND ${bounds('g.revision')})`

/** What some users get in the place of the rest. */
export interface Variant {
  readonly userIds: readonly string[]
  readonly messages: readonly Message[]
}

/** Messages as those see them for whom some are open: one variant for all who see the same. */
export function variantsOf(messages: readonly Message[], opened: readonly Opened[]): Variant[] {
  const seenBy = new Map<string, number[]>()
  opened.forEach(({ userIds }, index) => {
    for (const userId of userIds) seenBy.set(userId, [...(seenBy.get(userId) ?? []), index])
  })
  const groups = new Map<string, string[]>()
  for (const [userId, indexes] of seenBy) groups.set(String(indexes), [...(groups.get(String(indexes)) ?? []), userId])
  return [...groups].map(([indexes, userIds]) => {
    const said = new Map(indexes.split(',').flatMap((index) => opened[Number(index)] ?? []).map((one) => [one.position, one.said]))
    return { userIds, messages: messages.map((message) => ({ ...message, ...said.get(message.position) })) }
  })
}

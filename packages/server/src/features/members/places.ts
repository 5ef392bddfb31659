import type { Member, Membership } from '@palaver/protocol'
import { millis } from '../../platform/message-log/rows.ts'
import type { Sql } from '../../platform/sql.ts'

/** A row of `members`: somebody's place in a conversation, with what is shared of it and what is their own. */
export interface Place {
  readonly conversationId: string
  readonly userId: string
  readonly role: Member['role']
  readonly state: Member['state']
  /** Milliseconds since the epoch. */
  readonly joinedAt: number
  readonly visibleFrom: number
  readonly custom: NonNullable<Member['custom']> | null
  readonly revision: number
  readonly userRevision: number
}

/** A place to write; marks only ever grow. */
export interface PlaceToWrite extends Place {
  /** Both marks come at least to here. */
  readonly markAt?: number
  /** With `markAt`: the marksRevision that the move has. */
  readonly marksRevision?: number
}

/** What all members see of a place. */
export const toMember = (place: Place): Member => ({
  userId: place.userId,
  role: place.role,
  state: place.state,
  joinedAt: place.joinedAt,
  ...(place.custom && { custom: place.custom }),
  revision: place.revision,
})

/** What its owner sees of a place. */
export const toMembership = (place: Place): Membership => ({
  conversationId: place.conversationId,
  role: place.role,
  state: place.state,
  joinedAt: place.joinedAt,
  visibleFrom: place.visibleFrom,
  revision: place.userRevision,
})

export const placeColumns = `p.conversation_id AS "conversationId", p.user_id AS "userId", p.role, p.state, ${millis('p.joined_at')} AS "joinedAt",
  p.visible_from AS "visibleFrom", p.custom, p.revision, p.user_revision AS "userRevision"`

/** Places by conversation and person. */
export class Places {
  readonly #places: ReadonlyMap<string, Place>

  private constructor(places: readonly Place[]) {
    this.#places = new Map(places.map((place) => [place.conversationId + place.userId, place]))
  }

  static async read(tx: Sql, pairs: readonly (readonly [conversationId: string, userId: string])[]): Promise<Places> {
    const rows = await tx.query<Place>(
      `SELECT ${placeColumns} FROM unnest($1::uuid[], $2::uuid[]) AS x(c, u) JOIN members p ON p.conversation_id = x.c AND p.user_id = x.u`,
      [pairs.map(([conversationId]) => conversationId), pairs.map(([, userId]) => userId)],
      'members.places',
    )
    return new Places(rows)
  }

  find(conversationId: string, userId: string): Place | undefined {
    return this.#places.get(conversationId + userId)
  }

  findActive(conversationId: string, userId: string): Place | undefined {
    const place = this.find(conversationId, userId)
    return place?.state === 'active' ? place : undefined
  }
}

const write = `
  INSERT INTO members (conversation_id, user_id, role, state, joined_at, visible_from, custom, revision, user_revision,
    delivered_position, read_position, marks_revision)
  SELECT x.c, x.u, x.role, x.state, timestamptz 'epoch' + x.joined * interval '1 millisecond', x.visible, x.custom, x.revision, x.own, x.mark, x.mark, x.marks
  FROM json_to_recordset($1::json) AS x(c uuid, u uuid, role text, state text, joined bigint, visible bigint, custom jsonb, revision bigint, own bigint, mark bigint, marks bigint)
  ON CONFLICT (conversation_id, user_id) DO UPDATE SET role = excluded.role, state = excluded.state, joined_at = excluded.joined_at,
    visible_from = excluded.visible_from, custom = excluded.custom, revision = excluded.revision, user_revision = excluded.user_revision,
    delivered_position = greatest(members.delivered_position, excluded.delivered_position),
    read_position = greatest(members.read_position, excluded.read_position),
    marks_revision = greatest(members.marks_revision, excluded.marks_revision)`

/** The place with another role, as of the revision that the conversation has just taken. */
export const withRole = (place: Place, role: Place['role'], taken: { readonly revision: number; readonly userRevision: number }): Place => ({
  ...place,
  role,
  revision: taken.revision,
  userRevision: taken.userRevision,
})

/** Stores places, new and changed ones; higher marks stay as they are. */
export const writePlaces = async (tx: Sql, places: readonly PlaceToWrite[]): Promise<void> => {
  if (places.length === 0) return
  const rows = places.map((place) => ({
    c: place.conversationId,
    u: place.userId,
    role: place.role,
    state: place.state,
    joined: place.joinedAt,
    visible: place.visibleFrom,
    custom: place.custom,
    revision: place.revision,
    own: place.userRevision,
    mark: place.markAt ?? 0,
    marks: place.marksRevision ?? 1,
  }))
  await tx.query(write, [JSON.stringify(rows)], 'members.write')
}

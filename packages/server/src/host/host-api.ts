import type { CommandInput, CommandName, CommandOutput, ConversationView, Flag, Member, Person, SentMessage } from '@palaver/protocol'

/** Optional parts of a message; `clientId` (a UUID, new unless given) makes a repetition harmless: the same is sent once. */
export type SendOptions = Partial<Pick<CommandInput<'message.send'>, 'clientId' | 'replyToId' | 'custom'>>

/** A group or channel to create; whoever creates it is its owner. */
export type NewConversation = Partial<Pick<CommandInput<'conversation.create'>, 'clientId' | 'type'>> & Omit<CommandInput<'conversation.create'>, 'clientId' | 'type'>

/**
 * One of the host's users, acted for by the host backend. What they may do is what they may do themselves: the permissions and limits of
 * their own count. Every method rejects with a `PalaverError` of the command's codes.
 */
export interface ActingUser {
  /** Creates a group unless `type` says channel. */
  createConversation(conversation: NewConversation): Promise<ConversationView>
  /** The direct conversation with somebody (their Palaver id), made when there is none. */
  openDirect(userId: string): Promise<ConversationView>
  /** At most 100 people at once. */
  addMembers(conversationId: string, userIds: readonly string[]): Promise<readonly Member[]>
  /** Takes somebody of lower rank out. */
  removeMember(conversationId: string, userId: string): Promise<Member>
  /** Gives somebody of lower rank another role, below the user's own. */
  setRole(conversationId: string, userId: string, role: Member['role']): Promise<Member>
  /** Hands a group or channel of the user's over; they stay as an admin. */
  transferOwnership(conversationId: string, userId: string): Promise<void>
  send(conversationId: string, text: string, options?: SendOptions): Promise<SentMessage>
  /** Any command of the contract that has a place in REST. */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>
}

/** What a host backend does in Palaver: in the process as `palaver.admin`, from elsewhere by `createAdminClient`. */
export interface HostApi {
  /** Makes the person of a host's user, or changes what is given of the one there is. */
  upsertUser(user: CommandInput<'person.upsert'>): Promise<Person>
  /** A token with which the host's user signs in to the chat; the user is made when new. */
  mintToken(user: CommandInput<'token.mint'>): Promise<CommandOutput<'token.mint'>>
  /**
   * Keeps somebody out, known by `userId` or `externalId`: their sockets close and their tokens are refused at once, on every node, with
   * `account_suspended`. What they wrote stays. The reason is for operators. Rejects with `not_found` when there is nobody of this id.
   */
  suspendUser(user: CommandInput<'person.suspend'>): Promise<void>
  /** Lets a suspended user in again; they sign in anew. Rejects with `not_found` when there is nobody of this id. */
  reinstateUser(user: CommandInput<'person.reinstate'>): Promise<void>
  /** Messages that people reported, a page of those that wait for an answer unless `state` says otherwise, the first reported first. */
  listFlags(page?: CommandInput<'flag.list'>): Promise<CommandOutput<'flag.list'>>
  /** Closes a report with its outcome; again changes it. Nobody is told. Rejects with `not_found` when there is none of this id. */
  resolveFlag(resolution: CommandInput<'flag.resolve'>): Promise<Flag>
  /**
   * Acts for a host's user, who is made when new. A host that speaks for itself does so as a user of its own, such as `support`.
   */
  as(externalId: string): ActingUser
}

/** How commands get to where they run. */
export interface HostTransport {
  asApp<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>
  /** Runs commands for one of the host's users. */
  asUser(externalId: string): ActingUser['run']
}

/** The same surface on any transport. */
export function createHostApi(transport: HostTransport): HostApi {
  return {
    upsertUser: async (user) => (await transport.asApp('person.upsert', user)).person,
    mintToken: (user) => transport.asApp('token.mint', user),
    suspendUser: async (user) => void (await transport.asApp('person.suspend', user)),
    reinstateUser: async (user) => void (await transport.asApp('person.reinstate', user)),
    listFlags: (page = {}) => transport.asApp('flag.list', page),
    resolveFlag: async (resolution) => (await transport.asApp('flag.resolve', resolution)).flag,
    as: (externalId) => actingUser(transport.asUser(externalId)),
  }
}

function actingUser(run: ActingUser['run']): ActingUser {
  return {
    run,
    createConversation: (conversation) => run('conversation.create', { clientId: crypto.randomUUID(), type: 'group', ...conversation }),
    openDirect: (userId) => run('conversation.direct', { userId }),
    addMembers: async (conversationId, userIds) => (await run('member.add', { conversationId, userIds: [...userIds] })).members,
    removeMember: async (conversationId, userId) => (await run('member.remove', { conversationId, userId })).member,
    setRole: async (conversationId, userId, role) => (await run('member.update', { conversationId, userId, role })).member,
    transferOwnership: async (conversationId, userId) => void (await run('conversation.transfer', { conversationId, userId })),
    send: (conversationId, text, { clientId = crypto.randomUUID(), ...rest } = {}) =>
      run('message.send', { conversationId, clientId, content: { kind: 'text', text }, ...rest }),
  }
}

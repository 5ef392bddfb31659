// What other features need of members: places in a conversation that they write in the same transaction.
export { membershipChanged } from './events.ts'
export { type Place, type PlaceToWrite, Places, toMembership, writePlaces } from './places.ts'

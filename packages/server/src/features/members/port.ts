// What other features need of members: places in a conversation that they write in the same transaction.
export { createLivePlaces, type LivePlace } from './live-place.ts'
export { membershipChanged } from './events.ts'
export { type Place, type PlaceToWrite, Places, toMembership, writePlaces } from './places.ts'

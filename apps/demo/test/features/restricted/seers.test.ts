import { expect, test } from 'vitest'
import { fitsQuery } from '../../../src/features/restricted/fits-query.ts'
import { seersOf, shortNames } from '../../../src/features/restricted/seers.ts'

test('who reads it is told of its sender, too; its sender is told of the others', () => {
  const message = { senderId: 'ada', visibleTo: ['ben', 'carla'] }
  expect(seersOf(message, 'ben')).toEqual(['ben', 'ada', 'carla'])
  expect(seersOf(message, 'ada')).toEqual(['ben', 'carla'])
  expect(seersOf({ senderId: 'ada', visibleTo: ['ada', 'ben'] }, 'ada')).toEqual(['ben'])
})

test('three names are told, more are counted', () => {
  expect([1, 2, 3, 4, 6].map((count) => shortNames(['Ann', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn'].slice(0, count)))).toEqual([
    'Ann', 'Ann and Ben', 'Ann, Ben and Cleo', 'Ann, Ben, Cleo and 1 other', 'Ann, Ben, Cleo and 3 others',
  ])
})

test.each([
  ['', true], ['ada', true], ['love', true], [' LOVELACE ', true], ['@countess', true], ['count', true], ['ace', false], ['@da', false],
])('%j finds her: %s', (query, fits) => {
  expect(fitsQuery({ name: 'Ada Lovelace', handle: 'countess' }, query)).toBe(fits)
})

import { expect, it } from 'vitest'
import { selfTimes } from '../src/profile.ts'

it('a profile is summed by function, the longest first, without idle time', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 })
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('send', 'file:///srv/palaver/packages/server/src/wire.ts') },
      { id: 3, callFrame: frame('writev') },
      { id: 4, callFrame: frame('writev') },
    ],
    samples: [1, 2, 3, 4, 2],
    timeDeltas: [5000, 1000, 2000, 2000, 500],
  }
  expect(selfTimes(profile)).toEqual([['writev', 4], ['send server/src/wire.ts:10', 1.5]])
})

import { expect, test } from 'vitest'
import { slopePerHour, toSvg } from '../src/soak-plot.ts'

const samples = Array.from({ length: 361 }, (_, at) => ({ minute: at / 6, residentMiB: [at < 60 ? at : 150, 100 + at / 6] }))

test('the slope leaves the warm-up out and is in MiB an hour', () => {
  expect([slopePerHour(samples, 0), slopePerHour(samples, 1)]).toEqual([0, 60])
})

test('the plot has a line for each node', () => {
  expect(toSvg(samples, 'a run').match(/stroke-width="1.5"/g)).toHaveLength(2)
})

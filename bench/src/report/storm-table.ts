import type { Storm } from '../cluster/storm-result.ts'
import { count, decimal, table } from './markdown.ts'

/** How clients came back after all sockets had been dropped at once. */
export function stormTable(storm: Storm): string {
  const seconds = (ms: number): string => decimal(ms / 1000)
  return [
    `### WL-G: storm, ${count(storm.people)} clients on ${storm.nodes} nodes`,
    '',
    table(
      ['half synced, s', 'all synced, s', 'everything missed shown, s', 'opened twice', 'opens in the busiest second', 'transactions in the busiest second', 'statements at once', 'CPU s of the nodes', 'longest stall of the generator, ms'],
      [[
        seconds(storm.halfSyncedMs), seconds(storm.allSyncedMs), seconds(storm.allCompleteMs), count(storm.openedTwice), count(Math.max(...storm.opensPerSecond)),
        count(storm.database.peakPerSecond), count(storm.database.peakActive), seconds(storm.nodesCpuMs), count(storm.generatorStallMs),
      ]],
    ),
  ].join('\n')
}

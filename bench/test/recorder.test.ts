import { describe, expect, it } from 'vitest'
import { Recorder } from '../src/generator/recorder.ts'
import { judge, type Step } from '../src/step.ts'
import { senderOf, type Workload, workloadOf } from '../src/workload.ts'

const step: Step = { rate: 4, seconds: 1, uncountedSeconds: 0, drainMs: 0 }
// Two conversations: in 0 are the clients 0 and 2, in 1 the clients 1 and 3.
const pairs: Workload = { ...workloadOf('B', 'full'), people: 4 }
const otherOf = (client: number): number => client ^ 2
const measured = { generatorCpu: 0.1, elapsedMs: 1000 }

/** A recorder whose four messages are sent: 0 and 2 in conversation 0, 1 and 3 in conversation 1. */
function sent(previous?: Recorder): Recorder {
  const recorder = new Recorder(pairs, step, previous)
  for (let n = 0; n < recorder.planned; n++) recorder.sending(n, n)
  return recorder
}

function deliverAll(recorder: Recorder, first = 0): void {
  for (let n = 0; n < 4; n++) {
    recorder.acknowledged(first + n, 10)
    const sender = senderOf(pairs, n)
    recorder.delivered(sender, first + n, 10)
    recorder.delivered(otherOf(sender), first + n, 10)
  }
}

const reasons = (recorder: Recorder): readonly string[] => judge(recorder.outcome(measured)).reasons

describe('the recorder', () => {
  it('passes a step in which every member got every message once', () => {
    const recorder = sent()
    expect(recorder.complete).toBe(false)
    deliverAll(recorder)
    expect(recorder.complete).toBe(true)
    expect(recorder.outcome(measured)).toMatchObject({ sent: 4, expected: 4, delivered: 4, acknowledged: 4 })
    expect(reasons(recorder)).toEqual([])
  })

  it('fails a step with a lost message', () => {
    const recorder = sent()
    recorder.delivered(2, 0, 5)
    for (let n = 0; n < 4; n++) recorder.acknowledged(n, 5)
    expect(reasons(recorder)).toEqual(['1 of 4 delivered'])
  })

  it('fails a step in which a message came twice, also when it was an own copy', () => {
    for (const client of [0, 2]) {
      const recorder = sent()
      deliverAll(recorder)
      recorder.delivered(client, 0, 20)
      expect(reasons(recorder)).toEqual(['1 delivered twice'])
    }
  })

  it('fails a step in which a message reached another conversation', () => {
    const recorder = sent()
    deliverAll(recorder)
    recorder.delivered(1, 0, 20)
    recorder.delivered(0, 4, 20)
    expect(reasons(recorder)).toEqual(['2 delivered to strangers'])
  })

  it('fails a step with a refusal, a lost connection, late deliveries or a schedule not kept', () => {
    const recorder = new Recorder(pairs, step)
    recorder.sending(0, 0)
    recorder.refused('{"t":"err"}')
    recorder.delivered(2, 0, 300)
    recorder.closed(3, 'closed with 4508')
    expect(reasons(recorder)).toEqual(['1 refused', '1 disconnected', '0 of 1 acknowledged', 'p99 of delivery 300 ms', 'schedule kept to 25 %'])
    expect(recorder.outcome(measured).notes).toEqual(['{"t":"err"}', 'client 3: closed with 4508'])
  })

  it('takes an own copy of the step before, but nothing of it a second time', () => {
    const before = sent()
    for (let n = 0; n < 4; n++) {
      before.acknowledged(n, 5)
      before.delivered(otherOf(senderOf(pairs, n)), n, 5)
    }
    const recorder = sent(before)
    recorder.delivered(senderOf(pairs, 3), 3, 6)
    deliverAll(recorder, 4)
    expect(reasons(recorder)).toEqual([])
    recorder.delivered(senderOf(pairs, 3), 3, 7)
    expect(reasons(recorder)).toEqual(['1 delivered twice'])
  })

  it('voids a failed step when the generator had no CPU left', () => {
    const outcome = sent().outcome({ generatorCpu: 0.99, elapsedMs: 1 })
    expect(judge(outcome)).toMatchObject({ passed: false, void: true })
  })
})

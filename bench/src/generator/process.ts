// The generator's process: one request at a time, one answer each.
import { catchUp } from './catch-up.ts'
import { Crowd } from './crowd.ts'
import type { GeneratorAnswer, GeneratorRequest } from './plan.ts'

let crowd: Crowd | undefined

async function answer(request: GeneratorRequest): Promise<GeneratorAnswer> {
  if (request.type === 'catch-up') return { type: 'caught-up', catchUp: await catchUp(request.plan) }
  if (request.type === 'connect') crowd = new Crowd(request.plan)
  if (!crowd) throw new Error('unable to run a step; nobody is connected')
  if (request.type === 'connect' || request.type === 'connect-more') {
    const start = performance.now()
    await crowd.connect(request.upTo)
    return { type: 'connected', elapsedMs: performance.now() - start }
  }
  if (request.type === 'step') return { type: 'stepped', outcome: await crowd.run(request.step) }
  return { type: 'settled', quiet: await crowd.settle(request.patienceMs) }
}

process.on('message', (request: GeneratorRequest) => {
  void answer(request).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ type: 'failed', reason: String(error) } satisfies GeneratorAnswer),
  )
})
process.once('disconnect', () => process.exit(0))

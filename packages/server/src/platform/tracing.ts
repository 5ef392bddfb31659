import { type Span, type SpanContext, type SpanOptions, SpanStatusCode, context, isSpanContextValid, propagation, trace } from '@opentelemetry/api'
import { PalaverError } from '@palaver/protocol'

// Finds whatever SDK the operator registered, also later; without one its spans are empty and shared.
const tracer = trace.getTracer('@palaver/server')

/** Runs work inside a span. Without an SDK that is one call more; the order of equal work does not change. */
export function traced<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(name, options)
  return isSpanContextValid(span.spanContext()) ? runInside(span, work) : work()
}

async function runInside<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await context.with(trace.setSpan(context.active(), span), work)
  } catch (error) {
    describeFailure(span, error)
    throw error
  } finally {
    span.end()
  }
}

/** Codes and types only: messages of errors may repeat what somebody sent. */
function describeFailure(span: Span, error: unknown): void {
  if (error instanceof PalaverError) span.setAttribute('palaver.error_code', error.code)
  else span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
  if (!(error instanceof PalaverError) || error.code === 'internal') span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Runs work as part of the trace that a request's `traceparent` names, unless an instrumentation of the host has begun one. */
export function continueTrace<T>(headers: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T> {
  if (headers['traceparent'] === undefined || trace.getActiveSpan()) return work()
  return context.with(propagation.extract(context.active(), headers), work)
}

/** The span of whoever calls, to be linked from work that is done for many at once. */
export const currentSpan = (): SpanContext | undefined => trace.getActiveSpan()?.spanContext()

/** As much of a TypeBox error as a fault needs. */
interface ValidationError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** Where an input does not fit, as a JSON Pointer (RFC 6901), and why. */
export interface Fault {
  readonly path: string
  readonly reason: string
}

/** The first fault of a list of validation errors. Its reason never repeats what was sent. */
export function firstFault(errors: readonly ValidationError[]): Fault {
  const error = errors[0]
  if (!error) return { path: '', reason: 'must be valid' }
  if (error.schemaPath.includes('/anyOf/')) return { path: error.instancePath, reason: 'must be of one of the declared shapes' }
  if (error.keyword === 'required') {
    const { requiredProperties } = error.params as { requiredProperties: readonly string[] }
    return { path: `${error.instancePath}/${requiredProperties[0] ?? ''}`, reason: 'must be there' }
  }
  if (error.keyword === 'enum') {
    const { allowedValues } = error.params as { allowedValues: readonly unknown[] }
    return { path: error.instancePath, reason: `must be one of ${allowedValues.join(', ')}` }
  }
  if (error.keyword === 'const') {
    const { allowedValue } = error.params as { allowedValue: unknown }
    return { path: error.instancePath, reason: `must be ${JSON.stringify(allowedValue)}` }
  }
  return { path: error.instancePath, reason: error.message }
}

import { checkContent, type ContentSchema, type CustomDataDefinition, type CustomInput, type CustomOutput, type Message, PalaverError } from '@palaver/protocol'

type Custom = NonNullable<Message['custom']>
type Checked = ReturnType<typeof checkContent>

/** Typed reading and writing of custom data, by one definition. */
export interface CustomData<Definition extends CustomDataDefinition> {
  /**
   * What the schema makes of the custom data of a row: the same each time. Undefined when there is none, and when it does not fit: it may come
   * from another version of the application.
   */
  read<Holder extends keyof Definition>(holder: Holder, row: { readonly custom?: Custom | undefined } | undefined): CustomOutput<Definition, Holder> | undefined
  /** The data as it is given wherever something takes `custom`; it replaces what was there. Throws `invalid_input` when it does not fit. */
  write<Holder extends keyof Definition>(holder: Holder, data: CustomInput<Definition, Holder>): Custom
}

/** What can be done with the custom data of a definition. */
export const customData = <Definition extends CustomDataDefinition>(definition: Definition): CustomData<Definition> => {
  const made = new WeakMap<ContentSchema, WeakMap<Custom, Checked>>()
  const check = (holder: keyof Definition, data: unknown) =>
    checkContent({ type: `the custom data of a ${String(holder)}`, schema: definition[holder] as ContentSchema }, data)
  return {
    read: (holder, row) => {
      if (!row?.custom) return undefined
      const schema = definition[holder] as ContentSchema
      const known = made.get(schema) ?? new WeakMap<Custom, Checked>()
      made.set(schema, known)
      const checked = known.get(row.custom) ?? check(holder, row.custom)
      known.set(row.custom, checked)
      return ('value' in checked ? checked.value : undefined) as never
    },
    write: (holder, data) => {
      const checked = check(holder, data)
      if ('fault' in checked) throw new PalaverError('invalid_input', `unable to write the custom data; ${checked.fault}`, { path: '/custom' })
      return data as Custom
    },
  }
}

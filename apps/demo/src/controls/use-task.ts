import { useState } from 'react'
import { describeError } from '../text/describe-error.ts'

interface TaskState {
  readonly busy: boolean
  readonly error?: unknown
}

/** Something that a person begins, that takes a while and may fail: busy, its error, and what to say of it. `run` never rejects; true means done. */
export const useTask = <Args extends readonly unknown[]>(work: (...args: Args) => Promise<unknown>) => {
  const [state, setState] = useState<TaskState>({ busy: false })
  const run = async (...args: Args): Promise<boolean> => {
    setState({ busy: true })
    try {
      await work(...args)
      setState({ busy: false })
      return true
    } catch (error) {
      setState({ busy: false, error })
      return false
    }
  }
  return { ...state, run, message: state.error === undefined ? undefined : describeError(state.error) }
}

import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { ApiError } from '../schema/errors/api-error.ts'
import { isStream } from './is-stream.ts'
import { jsonBytes } from './json-bytes.ts'
import { LIMITS } from './limits.ts'

/** Limits the length of each response and of each event of a subscription, over every transport (R4). @param most the limit in bytes */
export function useResponseLimit(most: number = LIMITS.responseBytes): Plugin {
  const isTooLong = (result: ExecutionResult) => jsonBytes(result.data, most) > most
  return {
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        if (!isStream(result) && isTooLong(result as ExecutionResult)) setResult(refusal(most, 'This response'))
      },
    }),
    onSubscribe: () => ({
      onSubscribeResult({ result, setResult }) {
        if (isStream(result)) setResult(bounded(result, isTooLong, refusal(most, 'An event')))
      },
    }),
  }
}

const refusal = (most: number, what: string): ExecutionResult => ({
  errors: [
    new ApiError(
      'LIMIT_EXCEEDED',
      `${what} would be longer than ${most} bytes. Ask for fewer fields, or for smaller pages.`,
    ),
  ],
})

/** Ends the stream with an error when a result exceeds the limit. If the stream continued without this result, the client would miss an event (R2). */
function bounded(
  results: AsyncIterable<ExecutionResult>,
  isTooLong: (result: ExecutionResult) => boolean,
  last: ExecutionResult,
): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]()
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await source.return?.()
    return { done: true, value: undefined }
  }
  let isOver = false
  return {
    async next() {
      if (isOver) return end()
      const next = await source.next()
      if (next.done || !isTooLong(next.value)) return next
      isOver = true
      return { done: false, value: last }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

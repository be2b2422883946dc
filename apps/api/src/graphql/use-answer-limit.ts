import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { ApiError } from '../schema/errors/api-error.ts'
import { answerBytes } from './answer-bytes.ts'
import { isStream } from './is-stream.ts'
import { LIMITS } from './limits.ts'

/** R4: no response, and no event of a subscription, is longer than the limit. This holds for HTTP, server-sent events and sockets. */
export function useAnswerLimit(most: number = LIMITS.answerBytes): Plugin {
  const isTooLong = (result: ExecutionResult) => answerBytes(result.data, most) > most
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

/** Ends the stream with a refusal when a result exceeds the limit. A client that continued would miss an event without noticing (R2). */
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

import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { ApiContext } from '../schema/context.ts'
import { ApiError } from '../schema/errors/api-error.ts'
import { isStream } from './is-stream.ts'
import { LIMITS } from './limits.ts'

/**
 * Limits how many subscriptions a credential has at once (R4). Subscriptions take turns to use the server (`StreamTurn`). A turn begins
 * before an event is read, and this plugin ends it when GraphQL has produced the result for the event.
 */
export function useStreams(): Plugin<ApiContext> {
  return {
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      const { share, turn } = contextValue as ApiContext
      const release = share.open('streams')
      if (release === null) return setResultAndStopExecution({ errors: [TOO_MANY] })
      const ended = () => {
        turn.leave()
        release()
      }
      return {
        onSubscribeResult({ result, setResult }) {
          if (!isStream(result)) return ended()
          setResult(counted(result, { pulled: share.boundUnread, executed: turn.leave, ended }))
        },
        onSubscribeError: ended,
      }
    },
  }
}

const TOO_MANY = new ApiError(
  'LIMIT_EXCEEDED',
  `A token has at most ${LIMITS.streamsPerCredential} subscriptions at once, on all its connections. End one, or use another token.`,
)

function counted(
  results: AsyncIterable<ExecutionResult>,
  { pulled, executed, ended }: { pulled: () => void; executed: () => void; ended: () => void },
): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]()
  return {
    async next() {
      try {
        pulled()
        const next = await source.next()
        if (next.done) ended()
        else executed()
        return next
      } catch (error) {
        ended()
        throw error
      }
    },
    async return() {
      ended()
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

'use client'

import { useQuery } from 'urql'
import { TASK_FAILURE } from './task-failure-document.ts'

/**
 * The end of what was printed when the task failed last; empty where nothing was, null until it is known. It is asked of the
 * record of a run that has ended, which no longer changes: whenever a page is opened, the answer is the same.
 */
export function useFailureOutput(runTaskId: string): string | null {
  const [{ data }] = useQuery({ query: TASK_FAILURE, variables: { id: runTaskId } })
  if (!data) return null
  return (data.node?.__typename === 'RunTask' && data.node.lastFailure?.output) || ''
}

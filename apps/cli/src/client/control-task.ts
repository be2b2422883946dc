import type { ApiClient } from './api-client.ts'
import { REFUSAL, type Refusal, refusedBy } from './refused-by.ts'

export type TaskControl = 'cancelTask' | 'retryTask'

const documentOf = (control: TaskControl): string => {
  const name = `${control.charAt(0).toUpperCase()}${control.slice(1)}`
  return `mutation ${name}($input: ${name}Input!) {
    answer: ${control}(input: $input) { __typename ${REFUSAL} ... on ${name}Success { task { key status } } }
  }`
}

/** Cancels or retries a task of an active run. @throws the refusal of the server. */
export async function controlTask(
  api: ApiClient,
  control: TaskControl,
  runTaskId: string,
): Promise<{ status: string }> {
  const { answer } = await api.request<{ answer: Refusal & { task?: { status: string } } }>(documentOf(control), {
    input: { runTaskId },
  })
  if (answer.task === undefined) throw refusedBy(answer)
  return answer.task
}

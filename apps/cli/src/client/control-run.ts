import type { ApiClient } from './api-client.ts'
import { REFUSAL, type Refusal, refusedBy } from './refused-by.ts'

export type RunControl = 'pause' | 'resume' | 'cancel'

export interface ControlledRun {
  id: string
  number: number
  status: string
  agents: readonly { task: { key: string } }[]
}

/** `cancelledAgents`: how many sessions a cancel stopped. It is null for pause and resume. */
type Controlled = { run: ControlledRun; cancelledAgents: number | null }

const documentOf = (control: RunControl): string => {
  const name = `${control.charAt(0).toUpperCase()}${control.slice(1)}`
  const counted = control === 'cancel' ? 'cancelledAgents' : ''
  return `mutation ${name}($input: ${name}Input!) {
    answer: ${control}(input: $input) {
      __typename ${REFUSAL}
      ... on ${name}Success { ${counted} run { id number status agents { task { key } } } }
    }
  }`
}

/** Pauses, resumes or cancels a run. @throws the refusal of the server. */
export async function controlRun(api: ApiClient, control: RunControl, runId: string): Promise<Controlled> {
  const { answer } = await api.request<{ answer: Refusal & { run?: ControlledRun; cancelledAgents?: number } }>(
    documentOf(control),
    { input: { runId } },
  )
  if (answer.run === undefined) throw refusedBy(answer)
  return { run: answer.run, cancelledAgents: answer.cancelledAgents ?? null }
}

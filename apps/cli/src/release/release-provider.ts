import { findRun, type RunWish } from '../client/find-run.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const RELEASE = `mutation ReleaseProvider($input: ReleaseProviderInput!) {
  answer: releaseProvider(input: $input) {
    __typename ${REFUSAL}
    ... on ReleaseProviderSuccess { providers }
  }
}`

/** Ends the hold of a provider before its time. */
export async function releaseProvider(
  io: Io,
  { provider, ...wish }: RunWish & { provider?: string },
): Promise<ExitCode> {
  const { api } = await requireServer()
  const { id, number, project } = await findRun(api, wish)
  const { answer } = await api.request<{ answer: Refusal & { providers?: readonly string[] } }>(RELEASE, {
    input: { runId: id, provider },
  })
  if (answer.providers === undefined) throw refusedBy(answer)
  if (answer.providers.length > 0) io.message(`The hold of ${answer.providers.join(', ')} was ended. Its agents start.`)
  else if (provider === undefined) io.message(`Run ${number} of ${project} waits for no provider.`)
  else io.message(`The provider ${provider} is not on hold.`)
  return EXIT.done
}

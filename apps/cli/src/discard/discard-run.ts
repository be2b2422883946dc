import { findRun, type RunWish } from '../client/find-run.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'

const DISCARD = `mutation Discard($input: DiscardRunInput!) {
  discardRun(input: $input) { __typename ${REFUSAL} ... on DiscardRunSuccess { run { number branch } } }
}`

interface Answer {
  discardRun: Refusal & { run?: { number: number; branch: string } }
}

/** Discards the undelivered work of a run, so that later runs do not carry it in (P5). */
export async function discardRun(io: Io, wish: RunWish): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const found = await findRun(api, wish)
  const { discardRun: answer } = await api.request<Answer>(DISCARD, { input: { runId: found.id } })
  if (answer.run === undefined) throw refusedBy(answer)
  const { number, branch } = answer.run
  io.message(
    `Run ${number} of ${found.project} is discarded. Later runs do not start from its work, which stays on ${branch}.`,
  )
  return EXIT.done
}

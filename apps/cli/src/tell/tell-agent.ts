import type { RunWish } from '../client/find-run.ts'
import { latestSession } from '../client/latest-session.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const TELL = `mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ${REFUSAL} }
}`

/** Carries out `coppice tell`: writes to the agent of a task. */
export async function tellAgent(io: Io, key: string, text: string, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const { id: sessionId } = await latestSession(api, key, wish)
  const { sendMessage: sent } = await api.request<{ sendMessage: Refusal }>(TELL, { input: { sessionId, text } })
  if (sent.__typename !== 'SendMessageSuccess') throw refusedBy(sent)
  io.message(
    `Sent. The agent of ${key} reads the text before its next step, or after its turn. To follow the agent: coppice logs ${key} --follow`,
  )
  return EXIT.done
}

import type { RunWish } from '../client/find-run.ts'
import { latestSession } from '../client/latest-session.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { questionOf, type SessionQuestion } from '../client/session-question.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { chooseOption } from './choose-option.ts'

const ANSWER = `mutation AnswerQuestion($input: AnswerQuestionInput!) {
  answerQuestion(input: $input) { __typename ${REFUSAL} }
}`

/** Carries out `coppice answer`: sends the answer to the question for which the agent of a task waits. */
export async function answerQuestion(io: Io, key: string, named: string | undefined, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const session = await latestSession(api, key, wish)
  const question = await questionOf(api, session.id)
  if (question === null) throw nothingAsked(key)
  const index = named === undefined ? await asked(io, key, question) : chooseOption(question, named)
  if (index === null && named === undefined) {
    io.message(
      `The agent of ${key} asks: ${question.text}\n${optionList(question)}\nNothing was answered. To answer: coppice answer ${key} NUMBER`,
    )
    return EXIT.needsYou
  }
  const [optionId, label] = [question.optionIds[index ?? -1], question.optionLabels[index ?? -1]]
  if (optionId === undefined) throw noSuchOption(named ?? '', question)
  const input = { sessionId: session.id, askId: question.askId, optionId }
  const { answerQuestion: sent } = await api.request<{ answerQuestion: Refusal }>(ANSWER, { input })
  if (sent.__typename !== 'AnswerQuestionSuccess') throw refusedBy(sent)
  io.message(`${key} gets the answer: ${label}. To follow its agent: coppice logs ${key} --follow`)
  return EXIT.done
}

const asked = (io: Io, key: string, { text, optionLabels }: SessionQuestion): Promise<number | null> =>
  io.choose(`The agent of ${key} asks: ${text}`, optionLabels)

const nothingAsked = (key: string): CommandError =>
  new CommandError(
    EXIT.failed,
    `The agent of ${key} waits for no answer. To see which agents wait for one: coppice status. To write to it: coppice tell ${key} TEXT`,
  )

const noSuchOption = (named: string, question: SessionQuestion): CommandError =>
  new CommandError(EXIT.usage, `The question has no option ${named}. Its options:\n${optionList(question)}`)

const optionList = ({ optionLabels }: SessionQuestion): string =>
  optionLabels.map((label, index) => `  ${index + 1}  ${label}`).join('\n')

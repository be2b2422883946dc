import { InvalidInput, NotFound, QuestionNotOpen, SessionNotActive } from '@coppice/engine/domain/refusals'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { MESSAGE_ID, messageResult } from './results.ts'

const AnswerQuestionInput = builder.inputType('AnswerQuestionInput', {
  fields: (t) => ({
    sessionId: t.id({ required: true }),
    askId: t.string({ required: true, description: 'The `askId` of the question of the session.' }),
    optionId: t.string({ required: true, description: 'The id of one of its options.' }),
    messageId: t.string({ required: false, description: MESSAGE_ID }),
  }),
})

builder.mutationField('answerQuestion', (t) =>
  t.field({
    type: messageResult('AnswerQuestionSuccess'),
    description:
      'Sends the answer to the question for which the agent of a session waits. Only the first answer counts. The event PermissionAnswered reports that the agent has it.',
    authScopes: { role: 'OPERATOR' },
    args: { input: t.arg({ type: AnswerQuestionInput, required: true }) },
    errors: {
      types: [NotFound, InvalidInput, SessionNotActive, QuestionNotOpen],
      union: { name: 'AnswerQuestionResult' },
    },
    resolve: async (_root, { input: { sessionId, ...rest } }, { engine, viewer }) => {
      const answer = { sessionId: localId('Session', sessionId), ...rest, author: viewer.name }
      return { messageId: (await engine.answerQuestion(answer)).id }
    },
  }),
)

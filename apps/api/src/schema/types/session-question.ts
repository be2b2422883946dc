import type { PendingQuestion } from '@coppice/engine'
import { builder } from '../builder.ts'

export const SessionQuestionType = builder.objectRef<PendingQuestion>('SessionQuestion').implement({
  description: 'A question of an agent. The lists have one entry for each option, in the same order.',
  fields: (t) => ({
    askId: t.exposeString('askId'),
    text: t.exposeString('text'),
    optionIds: t.stringList({ resolve: ({ options }) => options.map(({ id }) => id) }),
    optionKinds: t.stringList({ resolve: ({ options }) => options.map(({ kind }) => kind) }),
    optionLabels: t.stringList({ resolve: ({ options }) => options.map(({ label }) => label) }),
  }),
})

import { followOutput } from '../../streams/follow-output.ts'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { SessionOutputType } from '../types/session-output.ts'

builder.subscriptionField('sessionOutput', (t) =>
  t.field({
    type: SessionOutputType,
    description:
      'The output of a session: every entry with a `sequence` above `after`, in order, without gaps or duplicates. Completes when the session has ended and every entry was sent.',
    args: { sessionId: t.arg.id({ required: true }), after: t.arg.int({ required: true, defaultValue: 0 }) },
    subscribe: (_root, { sessionId, after }, { store, engine, signal, turn }) =>
      followOutput(store, engine.read, { sessionId: localId('Session', sessionId), after, signal, turn }),
    resolve: (entry) => entry,
  }),
)

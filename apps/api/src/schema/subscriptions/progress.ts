import { followEvents } from '../../streams/follow-events.ts'
import { builder } from '../builder.ts'
import { ProgressEvent } from '../events/progress-event.ts'
import { localId } from '../ids.ts'

builder.subscriptionField('progress', (t) =>
  t.field({
    type: ProgressEvent,
    description:
      'Every event of the run with a `sequence` above `after`, in order, without gaps or duplicates. Completes when the run has ended, no delivery is in progress and every event was sent.',
    args: { runId: t.arg.id({ required: true }), after: t.arg.int({ required: true, defaultValue: 0 }) },
    subscribe: (_root, { runId, after }, { store, signal, turn }) =>
      followEvents(store, { runId: localId('Run', runId), after, signal, turn }),
    resolve: (event) => event,
  }),
)

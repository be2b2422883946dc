import { followActivity } from '../../streams/follow-activity.ts'
import { builder } from '../builder.ts'
import { localId } from '../ids.ts'
import { RunningAgentType } from '../types/running-agent.ts'

builder.subscriptionField('activity', (t) =>
  t.field({
    type: [RunningAgentType],
    description:
      'The running agents, with their last line and their usage so far. Sent at most twice a second. Earlier states are not sent. Completes when the run has ended.',
    args: { runId: t.arg.id({ required: true }) },
    subscribe: (_root, { runId }, { store, engine, clock, signal, turn }) =>
      followActivity({ store, agents: engine.read, clock }, { runId: localId('Run', runId), signal, turn }),
    resolve: (agents) => agents,
  }),
)

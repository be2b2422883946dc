import type { EventData } from '@coppice/engine'
import { builder } from '../builder.ts'

export const HOLD_EVENTS = ['ProviderHeld', 'ProviderReleased']

type Hold = EventData['ProviderHeld']

export const ProviderHoldType = builder.objectRef<Hold>('ProviderHold').implement({
  description: 'No session of this provider starts before `until`.',
  fields: (t) => ({
    provider: t.exposeString('provider'),
    until: t.field({ type: 'DateTime', resolve: ({ until }) => new Date(until) }),
    reason: t.exposeString('reason', { nullable: true, description: 'What the provider reported.' }),
  }),
})

/** Returns the last hold of each provider that nobody has ended. @param events the events of a run with a type of `HOLD_EVENTS`, in order */
export function holdsOf(events: readonly { type: string; data: unknown }[]): Hold[] {
  const holds = new Map<string, Hold>()
  for (const { type, data } of events) {
    const hold = data as Hold
    holds.delete(hold.provider)
    if (type === 'ProviderHeld') holds.set(hold.provider, hold)
  }
  return [...holds.values()]
}

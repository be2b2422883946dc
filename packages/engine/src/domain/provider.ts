import type { TaskSettings } from './settings.ts'

/** Returns the provider whose limits apply to a task: the one that the plan names, or else its kind of agent. */
export const providerOf = ({ settings }: { settings: TaskSettings }): string => settings.provider ?? settings.agent.kind

/** A limit of its provider that an agent reported. */
export interface ProviderLimit {
  /** When the limit ends, in ms. Is null when the agent named no time. */
  until: number | null
  /** One line for people. */
  reason: string
}

/** @returns whether nothing of this provider may start at `now`, in ms */
export const isInForce = ({ until }: { until: number }, now: number): boolean => until > now

/** S5: no session of this provider starts before `until`. A hold applies to the whole server, not to one run. */
export interface ProviderHold extends ProviderLimit {
  provider: string
  until: number
  /** When the limit was reached, in ms. A session that started earlier tells nothing new about it. */
  since: number
  /** The number of times in a row that it was reached without a session that ended well in between. */
  refusals: number
}

/** What a session that has ended says of a limit of its provider. */
export interface ReachedLimit extends ProviderLimit {
  /**
   * `always`: the limit was the session's last word, so the session was cut off, whatever else it left. `failure`: it explains a failure,
   * and does not undo success.
   */
  explains: 'always' | 'failure'
}

/** A limit of a provider, as an agent reported it. */
export interface ProviderLimit {
  /** When the limit ends, in ms since 1970. It is null when the agent reported no time. */
  until: number | null
  /** One line for people. */
  reason: string
}

/** @returns whether a hold is in force at `now` (ms since 1970), so that no session of that provider may start */
export const isInForce = ({ until }: { until: number }, now: number): boolean => until > now

/** A hold: no session of this provider starts before `until` (S5). A hold applies to all runs of the server. */
export interface ProviderHold extends ProviderLimit {
  provider: string
  until: number
  /**
   * When the limit was reached, in ms since 1970. If a session that started at or before this time reports a limit, it is the same limit.
   */
  since: number
  /** How many times in succession the limit was reached, without a successful session in between. */
  refusals: number
}

/** A limit that a session reached before it ended. */
export interface ReachedLimit extends ProviderLimit {
  /**
   * What the limit explains:
   *
   * - `always`: the agent printed nothing after it had reported the limit, so the limit ended the session, even if the exit code is 0.
   * - `failure`: the agent printed more after it had reported the limit. If the session failed, the limit is the cause. If it succeeded,
   *   the success counts.
   */
  explains: 'always' | 'failure'
}

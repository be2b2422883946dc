import type { TaskSettings } from './settings.ts'

/** Whose limits an agent of this task runs into: what the plan says, else its kind of agent. */
export const providerOf = ({ settings }: { settings: TaskSettings }): string => settings.provider ?? settings.agent

/** What an agent said about a limit of its provider. */
export interface ProviderLimit {
  /** ms; null: it named no time. */
  until: number | null
  /** One line, for people. */
  reason: string
}

/** Whether nothing of its provider may start now. ms. */
export const isInForce = ({ until }: { until: number }, now: number): boolean => until > now

/** S5: no session of this provider starts before `until`. Of the whole server, not of one run. */
export interface ProviderHold extends ProviderLimit {
  provider: string
  until: number
  /** When the limit was reached, in ms. What had started before says nothing new about it. */
  since: number
  /** How often in a row it was reached, with no session between that ended well. */
  refusals: number
}

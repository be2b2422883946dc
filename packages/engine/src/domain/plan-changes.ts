/** The changes that an import of a plan makes in its project (P6: an import says what it changes). */

/**
 * The safeguards: settings without which a run would deliver untested work (`verify`), or deliver without asking (`delivery: manual`).
 * An import removes a safeguard only if the plan file gives it up in words, or if that is explicitly allowed (P6).
 */
export const SAFEGUARDS = ['VERIFY', 'MANUAL_DELIVERY'] as const
export type Safeguard = (typeof SAFEGUARDS)[number]

/** A changed setting. Name and values are written as in a plan file, such as `timeouts.verify` and `10m`. An empty list means no value. */
export interface SettingChange {
  name: string
  before: readonly string[]
  after: readonly string[]
}

/** The keys of changed epics or tasks. Each list is in plan order, and a key is in at most one list. */
export interface KeyChanges {
  added: readonly string[]
  /** Keys whose content changed. A task or epic that only moved within the file is not in this list. */
  changed: readonly string[]
  archived: readonly string[]
  revived: readonly string[]
}

export interface PlanChanges {
  settings: readonly SettingChange[]
  removedSafeguards: readonly Safeguard[]
  epics: KeyChanges
  tasks: KeyChanges
  /** The keys of accepted follow-ups that stay in the plan, although the file lacks them. */
  keptFollowUps: readonly string[]
}

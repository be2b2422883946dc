/** P6: what an import of a plan changes in its project. */

/** Settings that keep unverified work from the base branch. An import removes one only when its caller allows it. */
export const SAFEGUARDS = ['VERIFY', 'MANUAL_DELIVERY'] as const
export type Safeguard = (typeof SAFEGUARDS)[number]

/** The name and values as a plan file writes them, such as `timeouts.verify` and `10m`. An empty value means none. */
export interface SettingChange {
  name: string
  before: readonly string[]
  after: readonly string[]
}

/** Keys in plan order. A key is in at most one of the lists. */
export interface KeyChanges {
  added: readonly string[]
  /** Tasks whose content changed. A new place in the file is not a change. */
  changed: readonly string[]
  archived: readonly string[]
  revived: readonly string[]
}

export interface PlanChanges {
  settings: readonly SettingChange[]
  /** The safeguards that the plan would remove. */
  removedSafeguards: readonly Safeguard[]
  epics: KeyChanges
  tasks: KeyChanges
}

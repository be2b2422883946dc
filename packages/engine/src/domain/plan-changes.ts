/** What an import of a plan changes in its project (P6). */

/** Settings of a project that keep unproven work from its base branch. A plan removes one only where the importer says so. */
export const SAFEGUARDS = ['VERIFY', 'MANUAL_DELIVERY'] as const
export type Safeguard = (typeof SAFEGUARDS)[number]

/** `name` and values as a plan file writes them: `timeouts.verify`, `10m`. Empty: none. */
export interface SettingChange {
  name: string
  before: readonly string[]
  after: readonly string[]
}

/** Keys, in plan order. A key is in one of the lists at most. */
export interface KeyChanges {
  added: readonly string[]
  /** A new place in the file alone is no change. */
  changed: readonly string[]
  archived: readonly string[]
  revived: readonly string[]
}

export interface PlanChanges {
  settings: readonly SettingChange[]
  /** Which the plan would remove. */
  removedSafeguards: readonly Safeguard[]
  epics: KeyChanges
  tasks: KeyChanges
}

import type { KeyChanges, PlanChanges, SettingChange } from '@coppice/engine'
import { SAFEGUARDS } from '@coppice/engine/domain/plan-changes'
import { builder, LARGEST_PAGE } from '../builder.ts'

export const SafeguardEnum = builder.enumType('Safeguard', {
  description:
    "A setting that keeps unproven work from the base branch: the project's `verify`, and `delivery: manual`. An import removes a safeguard only if `mayRemove` contains it.",
  values: SAFEGUARDS,
})

const SettingChangeType = builder.objectRef<SettingChange>('SettingChange').implement({
  description:
    'A changed setting. Its name and values are in the form of a plan file, such as `timeouts.verify` and `10m`. An empty list means no value.',
  fields: (t) => ({
    name: t.exposeString('name'),
    before: t.exposeStringList('before'),
    after: t.exposeStringList('after'),
  }),
})

const KeyListType = builder.objectRef<readonly string[]>('KeyList').implement({
  fields: (t) => ({
    total: t.int({ resolve: (keys) => keys.length }),
    keys: t.stringList({
      description: 'The first keys. At most 200.',
      args: { first: t.arg.int({ required: true, defaultValue: LARGEST_PAGE }) },
      resolve: (keys, { first }) => keys.slice(0, Math.min(Math.max(first, 0), LARGEST_PAGE)),
    }),
  }),
})

const KeyChangesType = builder.objectRef<KeyChanges>('KeyChanges').implement({
  description:
    'Each key is in at most one of these lists. A task that only moved within the file does not count as changed.',
  fields: (t) => ({
    added: t.expose('added', { type: KeyListType }),
    changed: t.expose('changed', { type: KeyListType }),
    archived: t.expose('archived', { type: KeyListType }),
    revived: t.expose('revived', { type: KeyListType }),
  }),
})

export const PlanChangesType = builder.objectRef<PlanChanges>('PlanChanges').implement({
  description: 'What the import of a plan changes in its project.',
  fields: (t) => ({
    settings: t.expose('settings', { type: [SettingChangeType] }),
    removedSafeguards: t.expose('removedSafeguards', { type: [SafeguardEnum] }),
    epics: t.expose('epics', { type: KeyChangesType }),
    tasks: t.expose('tasks', { type: KeyChangesType }),
    keptFollowUps: t.expose('keptFollowUps', {
      type: KeyListType,
      description: 'Accepted follow-up tasks that stay in the plan, although the file lacks them.',
    }),
  }),
})

import type { ProjectSettings } from '@coppice/engine'
import { builder } from '../builder.ts'

/** Read-only: an import of the plan sets them. */
export const ProjectSettingsType = builder.objectRef<ProjectSettings>('ProjectSettings').implement({
  description: 'What the plan file says beyond its epics and tasks; the next import replaces it.',
  fields: (t) => ({
    verify: t.exposeStringList('verify', {
      description: 'Run on every merged tree before the branch moves; empty: none.',
    }),
    setup: t.exposeStringList('setup', { description: 'Run in a fresh worktree.' }),
    teardown: t.exposeStringList('teardown'),
    copy: t.exposeStringList('copy', { description: 'Copied from the checkout into each worktree, never committed.' }),
    link: t.exposeStringList('link', { description: 'Symlinked instead.' }),
    keepIgnored: t.exposeStringList('keepIgnored'),
    env: t.exposeStringList('env', {
      description:
        'Names of variables of the server’s environment that agents and commands receive; values are never stored.',
    }),
    delivery: t.exposeString('delivery', { description: '`auto`, or `manual`: a person delivers.' }),
    redBase: t.exposeString('redBase', { description: 'A base that already fails verify: `refuse` or `allow`.' }),
    maxConflictSessions: t.exposeInt('maxConflictSessions'),
  }),
})

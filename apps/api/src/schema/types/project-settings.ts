import type { ProjectSettings } from '@coppice/engine'
import { builder } from '../builder.ts'

const ResourceType = builder.objectRef<{ name: string; count: number }>('ProjectResource').implement({
  description: 'A resource that agents share, such as a database.',
  fields: (t) => ({
    name: t.exposeString('name'),
    count: t.exposeInt('count', { description: 'How many agents may hold the resource at once.' }),
  }),
})

export const ProjectSettingsType = builder.objectRef<ProjectSettings>('ProjectSettings').implement({
  description: 'The settings of the plan that was imported last. The next import replaces them.',
  fields: (t) => ({
    verify: t.exposeStringList('verify', {
      description: 'Commands that must succeed on every merged tree. Only then is the work added to the run’s branch.',
    }),
    setup: t.exposeStringList('setup', { description: 'Commands that run in each new worktree.' }),
    teardown: t.exposeStringList('teardown'),
    copy: t.exposeStringList('copy', {
      description: 'Paths that are copied from the checkout into each worktree and never committed.',
    }),
    link: t.exposeStringList('link', {
      description: 'Paths that are linked from the checkout into each worktree by symlinks.',
    }),
    keepIgnored: t.exposeStringList('keepIgnored'),
    env: t.exposeStringList('env', {
      description:
        'Names of variables of the server’s environment that agents and commands receive. Their values are never stored.',
    }),
    resources: t.field({
      type: [ResourceType],
      description: 'The resources that agents share. Tasks name them in `uses`.',
      resolve: ({ resources }) => Object.entries(resources ?? {}).map(([name, count]) => ({ name, count })),
    }),
    delivery: t.exposeString('delivery', {
      description:
        '`auto`: the run delivers. `manual`: a person delivers. `branch`: the run moves the delivery branch, and a person delivers.',
    }),
    expertise: t.exposeString('expertise', {
      description:
        'What agents get of the expertise of the project: `measured` (except in one session of ten), `always` or `off`.',
    }),
    learningModel: t.string({
      nullable: true,
      description:
        'The model that reads the sessions whose work was merged, to learn from them. It is null when rules alone learn.',
      resolve: ({ learning }) => learning?.model ?? null,
    }),
    redBase: t.exposeString('redBase', {
      description:
        'What to do if the base branch already fails verify: `refuse`, or `allow`: then a merge is refused only for a command of verify that did not fail before it.',
    }),
    verifyTogether: t.exposeInt('verifyTogether', {
      description:
        'How many merges that wait at the same time are verified together at most. 1: each merge is verified.',
    }),
    maxConflictSessions: t.exposeInt('maxConflictSessions'),
  }),
})

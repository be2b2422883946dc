/**
 * The names that a template of a prompt may contain as `{{name}}`. Each but `title` is a section of the prompt with its heading. The order
 * is that of the prompt of a project without a template (Q1).
 */
export const PROMPT_PLACEHOLDERS = {
  work: [
    'title',
    'task-id',
    'epic',
    'action',
    'dependencies',
    'expertise',
    'failure',
    'interruption',
    'clashes',
    'guidelines',
    'verification',
    'completion',
  ],
  conflict: [
    'title',
    'task-id',
    'epic',
    'action',
    'intents',
    'conflicting-files',
    'expertise',
    'failure',
    'clashes',
    'guidelines',
    'verification',
    'completion',
  ],
} as const

/** A kind of session whose prompt a project may replace by a template. */
export type PromptKind = keyof typeof PROMPT_PLACEHOLDERS

export type SectionName<Kind extends PromptKind> = Exclude<(typeof PROMPT_PLACEHOLDERS)[Kind][number], 'title'>

/** The templates of a project. A kind that is absent has the prompt of Coppice. */
export type PromptTemplates = Readonly<Partial<Record<PromptKind, string>>>

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}(\n{0,2})/g

/** Returns the names of all placeholders in a template, in their order. */
export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)

/**
 * Replaces each placeholder of a template by its text. A placeholder without a text is removed with the empty line after it. The texts are
 * not searched for placeholders, so a text of a plan or of an agent cannot add a section.
 */
export const fillTemplate = (template: string, textOf: (name: string) => string | null): string =>
  template.replace(PLACEHOLDER, (_, name: string, breaks: string) => {
    const text = textOf(name)
    return text === null ? '' : text + breaks
  })

/** The domains of tasks, in the order that decides ties (E1): of two domains with equal scores, the first one is the domain of the task. */
export const TASK_DOMAINS = ['database', 'api', 'frontend', 'testing', 'security', 'deployment', 'general'] as const

export type TaskDomain = (typeof TASK_DOMAINS)[number]

/** The words by which a project recognizes a domain, besides those of Coppice. */
export interface DomainWords {
  /** Words and phrases in the texts of tasks. A word that ends with `*` stands for all words with this beginning. */
  words: readonly string[]
  /** Parts of paths, such as the name of a folder or an ending of a file. */
  paths: readonly string[]
}

export type OwnDomainWords = Readonly<Partial<Record<TaskDomain, DomainWords>>>

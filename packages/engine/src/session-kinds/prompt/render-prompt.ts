import type { PromptFacts } from './prompt-facts.ts'
import { oneLine, type Section } from './sections/section.ts'

export type SectionOf<Facts> = (facts: Facts) => Section | null

/** Returns the text of a prompt with the sections in the given order (Q1). A section is left out when its function returns null. */
export function renderPrompt<Facts extends PromptFacts>(
  facts: Facts,
  title: string,
  sections: readonly SectionOf<Facts>[],
): string {
  const parts = sections.flatMap((section) => section(facts) ?? []).map(({ heading, body }) => `## ${heading}\n${body}`)
  const text = [`# ${title}: ${oneLine(facts.task.description) || facts.task.key}`, ...parts].join('\n\n')
  return hide(`${text}\n`, facts.hiddenPaths)
}

/**
 * Removes the paths of the checkout (Q1), because the output of an earlier attempt may contain them. The longest path is removed first,
 * because one path may be inside another.
 */
const hide = (text: string, paths: readonly string[]): string =>
  [...paths]
    .filter((path) => path.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, path) => rest.replaceAll(path, '<repository>'), text)

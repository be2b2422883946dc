import { PROMPT_PLACEHOLDERS, type PromptKind, placeholdersIn } from '../domain/prompt-template.ts'
import { nearest } from '../shapes/nearest.ts'
import { text } from '../shapes/scalars.ts'
import { quoted, report, type Shape } from '../shapes/shape.ts'

/**
 * Reads the template of a prompt. It reports each placeholder that has no meaning, and a template without `{{action}}`, because its prompt
 * would not say what to do.
 */
export function promptTemplate(kind: PromptKind): Shape<string> {
  const known: readonly string[] = PROMPT_PLACEHOLDERS[kind]
  return {
    ...text,
    expected: 'a text with placeholders such as {{action}}',
    read(place) {
      const template = text.read(place)
      const used = placeholdersIn(template)
      for (const name of new Set(used)) if (!known.includes(name)) report(place, unknownPlaceholder(name, known))
      if (template !== text.standIn && !used.includes('action'))
        report(place, 'the template has no {{action}}, so its prompt would not say what to do. Add {{action}}')
      return template
    },
  }
}

function unknownPlaceholder(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const hint = near ? `did you mean "{{${near}}}"? ` : ''
  return `unknown placeholder ${quoted(`{{${name}}}`)}; ${hint}the known placeholders here are ${known.map((one) => `{{${one}}}`).join(', ')}`
}

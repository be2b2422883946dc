/** Formats settings as the text of a config file. A key is `section.name` or `section.subsection.name`, and may occur more than once. */
export const configText = (settings: Iterable<readonly [string, string]>): string =>
  [...settings].map(([key, value]) => line(key, value)).join('')

/** Each setting has its own section line, because git allows the same section more than once. */
function line(key: string, value: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')]
  const subsection = first === last ? '' : ` "${key.slice(first + 1, last).replace(/["\\]/g, '\\$&')}"`
  const quoted = value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')
  return `[${key.slice(0, first)}${subsection}]\n\t${key.slice(last + 1)} = "${quoted}"\n`
}

/**
 * A page with an id in its address is exported once, for an id that stands for any: `_projectId_`. Whoever answers a
 * request for such a page writes the id of the address in its place.
 */
const PLACEHOLDER = /^_([a-z][A-Za-z]*)_$/

/** The `generateStaticParams` of a page whose address holds these parameters. */
export const placeholders =
  <Name extends string>(...names: Name[]) =>
  (): Record<Name, string>[] => [Object.fromEntries(names.map((name) => [name, `_${name}_`])) as Record<Name, string>]

export const placeholderName = (segment: string): string | null => PLACEHOLDER.exec(segment)?.[1] ?? null

/** What may stand in the place of a placeholder: as it is in an address, and harmless in HTML and in JavaScript. No id of ours has a dot: `p1.txt` is a file. */
const HARMLESS = /^[A-Za-z0-9_%=-]+$/

export const isHarmless = (value: string): boolean => HARMLESS.test(value)

/** Writes the values in place of their placeholders. Each value must be harmless. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  let filled = text
  for (const [name, value] of Object.entries(values)) filled = filled.replaceAll(`_${name}_`, () => value)
  return filled
}

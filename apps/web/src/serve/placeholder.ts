/**
 * A page with an id in its address is exported only once, with a placeholder such as `_projectId_` instead of the id. When the page is served,
 * the placeholder is replaced by the id of the address.
 */
const PLACEHOLDER = /^_([a-z][A-Za-z]*)_$/

/** @returns the function `generateStaticParams` of a page whose address has these parameters. */
export const placeholders =
  <Name extends string>(...names: Name[]) =>
  (): Record<Name, string>[] => [Object.fromEntries(names.map((name) => [name, `_${name}_`])) as Record<Name, string>]

export const placeholderName = (segment: string): string | null => PLACEHOLDER.exec(segment)?.[1] ?? null

/**
 * The values that may replace a placeholder. They have no special meaning in HTML and JavaScript. They contain no dot, because the last part of
 * an address with a dot, such as `/projects/p1.txt`, names a file and not a page.
 */
const HARMLESS = /^[A-Za-z0-9_%=-]+$/

export const isHarmless = (value: string): boolean => HARMLESS.test(value)

/** Replaces the placeholders in a text by values. The caller has checked each value with `isHarmless`. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  let filled = text
  for (const [name, value] of Object.entries(values)) filled = filled.replaceAll(`_${name}_`, () => value)
  return filled
}

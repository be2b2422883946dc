'use client'

import { useUrlValue } from './use-url-value.ts'

/**
 * The address has the option in lower case. A value that is not one of the options counts as absent, for example the tab of a wide screen
 * on a narrow one.
 */
export const choiceOf = <Option extends string>(options: readonly Option[], value: string | null): Option | null =>
  options.find((option) => option.toLowerCase() === value) ?? null

/** One of several options, kept in the address. It is null when none is chosen. */
export function useUrlChoice<Option extends string>(
  name: string,
  options: readonly Option[],
): [Option | null, (option: Option | null) => void] {
  const [value, set] = useUrlValue(name)
  return [choiceOf(options, value), (option) => set(option?.toLowerCase() ?? null)]
}

/** The same for a choice that always has a value: the first option, unless another is chosen. */
export function useUrlTab<Option extends string>(
  options: readonly [Option, ...Option[]],
): [Option, (option: Option) => void] {
  const [tab, set] = useUrlChoice('tab', options)
  return [tab ?? options[0], (option) => set(option === options[0] ? null : option)]
}

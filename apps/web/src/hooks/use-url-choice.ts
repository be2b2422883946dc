'use client'

import { useUrlValue } from './use-url-value.ts'

/** Finds the option that the address contains in lower case. @returns null when it is not one of the options. */
export const choiceOf = <Option extends string>(options: readonly Option[], value: string | null): Option | null =>
  options.find((option) => option.toLowerCase() === value) ?? null

/** A choice of one of several options, stored in the address. The value is null when nothing is chosen. */
export function useUrlChoice<Option extends string>(
  name: string,
  options: readonly Option[],
): [Option | null, (option: Option | null) => void] {
  const [value, set] = useUrlValue(name)
  return [choiceOf(options, value), (option) => set(option?.toLowerCase() ?? null)]
}

/** A choice that always has a value, stored in the address. The default is the first option. */
export function useUrlTab<Option extends string>(
  options: readonly [Option, ...Option[]],
): [Option, (option: Option) => void] {
  const [tab, set] = useUrlChoice('tab', options)
  return [tab ?? options[0], (option) => set(option === options[0] ? null : option)]
}

'use client'

import { useUrlValue } from './use-url-value.ts'

/** Lower case in the address; what is none of the options, as on a narrow screen the tab of a wide one, counts as not there. */
export const choiceOf = <Option extends string>(options: readonly Option[], value: string | null): Option | null =>
  options.find((option) => option.toLowerCase() === value) ?? null

/** One of some options, kept in the address; null where none is chosen. */
export function useUrlChoice<Option extends string>(
  name: string,
  options: readonly Option[],
): [Option | null, (option: Option | null) => void] {
  const [value, set] = useUrlValue(name)
  return [choiceOf(options, value), (option) => set(option?.toLowerCase() ?? null)]
}

/** The same where one is always shown: the first of them, unless another is chosen. */
export function useUrlTab<Option extends string>(
  options: readonly [Option, ...Option[]],
): [Option, (option: Option) => void] {
  const [tab, set] = useUrlChoice('tab', options)
  return [tab ?? options[0], (option) => set(option === options[0] ? null : option)]
}

'use client'

import { useMemo } from 'react'
import { useUrlValue } from './use-url-value.ts'

/** A set of ids, stored in the address. An id must not contain a space, because spaces separate the ids. */
export function useUrlSet(name: string): [ReadonlySet<string>, (ids: ReadonlySet<string>) => void] {
  const [value, set] = useUrlValue(name)
  const ids = useMemo(() => new Set(value?.split(' ').filter(Boolean)), [value])
  return [ids, (next) => set([...next].join(' '))]
}
